"""Finds and starts the Chromium that this computer has. Nothing is ever downloaded."""

import os
import shutil
from pathlib import Path

CANDIDATES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

# Of several such flags only the last counts, so what Playwright turns off is named again.
_OFF = [
    # The list of suggestions below an address bar that nobody sees: a page of scripts, half a second for each window.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    # A process kept ready for a page that may follow.
    "SpareRendererForSitePerProcess",
    # A frame made anew for each page, even of the same site: a seventh of what it takes to go from page to page.
    "RenderDocument",
    # Playwright's.
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]

# Chromium calls its maker at every start unless it is told not to; no test may need a network.
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    f"--disable-features={','.join(_OFF)}",
]

HOW_TO_GET_ONE = (
    "no Chromium was found. Install one (Debian: apt install chromium; Ubuntu: snap install chromium; "
    "or any Google Chrome), or set CHROMIUM to its path."
)


def find_chromium() -> Path | None:
    """The browser named by CHROMIUM, or the first of the usual names that is installed."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named)
    for name in CANDIDATES:
        if found := shutil.which(name):
            return Path(found)
    return None


def flags() -> list[str]:
    """Root, as in a container, has no sandbox to put the browser in."""
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
