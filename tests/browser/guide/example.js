// 1. Connect to socket
const socket = io('your-backend-url');
socket.emit('register-user', userId);

// 2. Listen for seat updates
socket.on('seats-selected', (data) => {
  // Mark seats as locked by others
  markSeatsAsLocked(data.seats);
});

socket.on('seats-released', (data) => {
  // Mark seats as available
  markSeatsAsAvailable(data.seats);
});

// 3. Select seats function
async function selectSeats(showId, seats) {
  try {
    const response = await fetch('/api/bookings/select-seats', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ showId, seats })
    });
    
    const result = await response.json();
    
    if (result.success) {
      // Update UI - seats selected successfully
      updateSelectedSeats(seats);
    } else {
      // Handle conflicts
      showConflictMessage(result.message);
    }
  } catch (error) {
    console.error('Selection failed:', error);
  }
}

// 4. Release seats function  
async function releaseSeats(showId, seats) {
  try {
    await fetch('/api/bookings/release-seats', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ showId, seats })
    });
    
    // Update UI - seats released
    clearSelectedSeats(seats);
  } catch (error) {
    console.error('Release failed:', error);
  }
}

// 5. Get current seat status
async function getSeatStatus(showId) {
  try {
    const response = await fetch(`/api/bookings/locked-seats/${showId}`);
    const status = await response.json();
    
    // Update UI with current seat status
    updateSeatDisplay(status);
  } catch (error) {
    console.error('Status fetch failed:', error);
  }
}
