# For `flask`, with python-dotenv; what the environment says goes before. `flask run`: Threads and Werkzeug's reloader; `make run` is closer to production.
FLASK_APP=wsgi.py
FLASK_RUN_RELOAD=1
SEATAPP_ENV=development
