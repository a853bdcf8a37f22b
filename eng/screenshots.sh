#!/usr/bin/env bash
# Takes the pictures of the console that docs/console.md and the README show, and keeps them in docs/assets.
# Usage: bash eng/screenshots.sh      needs chromium (Debian and Ubuntu: apt-get install chromium)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
BOOKSTORE_TEST_LONG=1 BOOKSTORE_SCREENSHOTS="$PWD/docs/assets" dotnet test tests/Bookstore.Browser.Tests --configuration Release --filter FullyQualifiedName~ScreenshotTests
ls -l docs/assets
