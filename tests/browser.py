"""A browser without a window, for pages that are opened from disk; whatever a page asks of a network is written down."""

import os
import shutil
from contextlib import contextmanager

import pytest

#: No sandbox: test machines run as root in containers. Nothing of the browser's own may go out either.
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def chromium():
    """The path of a Chromium, None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("JIG_CHROMIUM") or next((path for path in map(shutil.which, names) if path), None)


@contextmanager
def browsing():
    """A browser; skips where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="comes with the development extras")
    path = chromium()
    if path is None:
        pytest.skip("no Chromium here: install one, or name it in JIG_CHROMIUM")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS), timeout=120_000)
        yield opened
        opened.close()


class Drawn:
    """The page on which areas are drawn, as an officer has it before him."""

    def __init__(self, page, file):
        self.page, self.asked, self.broken = page, [], []
        page.set_default_timeout(60_000)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.broken.append(str(error)))
        page.on("console", lambda told: self.broken.append(told.text) if told.type == "error" else None)
        page.goto(file.as_uri())
        self.until("document.querySelector('#map canvas') !== null")

    def until(self, holds):
        """Wait for what a page's own policy lets nobody wait for inside it."""
        for _ in range(600):
            if self.page.evaluate(holds):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"never came: {holds}")

    def point(self, corner):
        """Where a corner (lon, lat), degrees, is on the screen."""
        x, y = self.page.evaluate("([x, y]) => Chart.pixelOf([Math.round(x * 1e7), Math.round(y * 1e7)])", list(corner))
        box = self.page.locator("#map").bounding_box()
        return box["x"] + x, box["y"] + y

    def ring(self, mode, corners):
        """Draw a ring by mouse and end it where it began."""
        self.page.click(f"#mode-{mode}")
        before = self.page.evaluate("Drawing.all().areas.flatMap((one) => one.polygons.flat()).length")
        for at in [*map(self.point, corners), self.point(corners[0])]:
            self.page.mouse.move(*at)
            # Two clicks in one place within a quarter of a second would be one that ends the ring.
            self.page.wait_for_timeout(300)
            self.page.mouse.click(*at)
        # The list of corners is written last.
        self.until(
            f"Drawing.all().areas.flatMap((one) => one.polygons.flat()).length !== {before} && Drawing.canUndo()"
        )
        self.page.wait_for_timeout(100)

    def say(self, **values):
        """Fill fields."""
        for name, value in values.items():
            node = self.page.locator(f"#{name}")
            if node.evaluate("one => one.tagName") == "SELECT":
                node.select_option(value)
            else:
                node.fill(value)
                node.dispatch_event("change")

    def correct(self, corner, text):
        """Type a corner anew."""
        node = self.page.locator(f'#corners input[data-key="{corner}"]')
        node.fill(text)
        node.press("Tab")

    def corners(self):
        """What the list of corners shows, by polygon.ring.corner."""
        rows = self.page.locator("#corners input").evaluate_all("all => all.map((one) => [one.dataset.key, one.value])")
        return dict(rows)

    def faults(self):
        return self.page.locator("#faults li:not(.none)").all_inner_texts()

    def saved(self, path, button="save"):
        with self.page.expect_download() as coming:
            self.page.click(f"#{button}")
        coming.value.save_as(path)
        return coming.value.suggested_filename

    def open(self, path):
        self.page.set_input_files("#open", path)
        self.until("document.getElementById('told').textContent !== ''")
