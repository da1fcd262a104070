"""The version of this release: of the package, of the API's description and of the client library."""

VERSION = "0.1.0"
