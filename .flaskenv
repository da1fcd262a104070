# For `flask run`, with python-dotenv. Threads and Werkzeug's reloader; `make run` is closer to production.
FLASK_APP=wsgi.py
FLASK_RUN_RELOAD=1
SEATAPP_ENV=development
