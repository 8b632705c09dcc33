"""What python/woad.py gives, against the tool and against what is true by definition."""

import concurrent.futures
import copy
import ctypes
import gc
import json
import os
import pathlib
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import unittest.mock

PROJECT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "python"))

import numpy as np

import woad

TOOL = os.environ["WOAD"]
# The constants of the headers that woad.py repeats.
NUMBERS = {
    "WOAD_SPACE_SRGB": woad._SPACES["srgb"], "WOAD_SPACE_LINEAR": woad._SPACES["linear"],
    "WOAD_MIXING_SRGB": woad._SPACES["srgb"], "WOAD_MIXING_LINEAR": woad._SPACES["linear"],
    "WOAD_MIXING_OKLAB": woad._SPACES["oklab"],
    "WOAD_CHANNELS_SAME": woad._CHANNEL_MASKS["same"],
    "WOAD_CHANNELS_SHIFT": woad._CHANNEL_MASKS["shift"],
    "WOAD_CHANNELS_INDEPENDENT": woad._CHANNEL_MASKS["independent"],
    "WOAD_VALUES_THRESHOLD": woad._VALUES["threshold"], "WOAD_VALUES_RANK": woad._VALUES["rank"],
    "WOAD_VALUES_PDF": woad._VALUES["pdf"],
    "WOAD_SAMPLE_DEFAULT": woad._SAMPLES["default"], "WOAD_SAMPLE_U8": woad._SAMPLES["u8"],
    "WOAD_SAMPLE_U16": woad._SAMPLES["u16"], "WOAD_SAMPLE_HALF": woad._SAMPLES["half"],
    "WOAD_SAMPLE_FLOAT": woad._SAMPLES["float"],
    "WOAD_LAYOUT_DEFAULT": woad._LAYOUTS["default"], "WOAD_LAYOUT_2D": woad._LAYOUTS["2d"],
    "WOAD_LAYOUT_ARRAY": woad._LAYOUTS["array"], "WOAD_LAYOUT_3D": woad._LAYOUTS["3d"],
}
ERRORS = {
    "ARGUMENT": woad.ArgumentError, "SIZE": woad.ArgumentError, "MEMORY": woad.OutOfMemoryError,
    "RECIPE": woad.RecipeError, "FORMAT": woad.FormatError, "UNSUPPORTED": woad.FormatError,
    "READ": woad.FileError, "WRITE": woad.FileError, "EXISTS": woad.ExistsError,
}


def tool(*arguments, **more):
    return subprocess.run([TOOL, *arguments], check=True, capture_output=True, **more).stdout


class Python(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        rng = np.random.default_rng(1)
        self.rgb = rng.integers(0, 256, (23, 37, 3), np.uint8)
        self.grey = np.ascontiguousarray(self.rgb[:, :, 0])

    def pnm(self, name, image):
        kind = b"P6" if image.ndim == 3 else b"P5"
        header = b"%s\n%d %d\n%d\n" % (kind, image.shape[1], image.shape[0],
                                       np.iinfo(image.dtype).max)
        (self.folder / name).write_bytes(header + image.astype(image.dtype.newbyteorder(">"))
                                         .tobytes())
        return self.folder / name

    def dithered(self, image, *options):
        """By the tool, as an array."""
        name = "out.ppm" if image.ndim == 3 else "out.pgm"
        tool("dither", self.pnm("in.pnm", image), "-f", "-o", self.folder / name, *options)
        data = (self.folder / name).read_bytes()
        return np.frombuffer(data[-image.size:], np.uint8).reshape(image.shape)

    # ---- structs ---------------------------------------------------------------------------

    def test_structs_are_those_of_the_headers(self):
        lines = []
        for name, struct in woad._STRUCTS.items():
            lines.append(f'printf("{name} %zu\\n", sizeof({name}));')
            for field, _ in struct._fields_:
                lines.append(f'printf("{name}.{field} %zu,%zu\\n", offsetof({name}, {field}), '
                             f'sizeof((({name} *)0)->{field}));')
        for name in [*NUMBERS, *("WOAD_ERROR_" + name for name in ERRORS)]:
            lines.append(f'printf("{name} %d\\n", {name});')
        lines.append('printf("threads %zu\\n", offsetof(woad_design_params, threads));')
        source = self.folder / "structs.c"
        source.write_text("#include <stddef.h>\n#include <stdio.h>\n#include <woad/woad.h>\n"
                          "int main(void) { %s return 0; }" % "\n".join(lines))
        compiler = os.environ.get("CC", "cc").split()
        subprocess.run([*compiler, f"-I{PROJECT}/include", source, "-o", self.folder / "structs"],
                       check=True)
        said = dict(line.split() for line in subprocess.run(
            [self.folder / "structs"], check=True, capture_output=True,
            text=True).stdout.splitlines())
        for name, struct in woad._STRUCTS.items():
            self.assertEqual(int(said[name]), ctypes.sizeof(struct), name)
            for field, _ in struct._fields_:
                member = getattr(struct, field)
                self.assertEqual(said[f"{name}.{field}"], f"{member.offset},{member.size}",
                                 f"{name}.{field}")
        for name, number in NUMBERS.items():
            self.assertEqual(int(said[name]), number, name)
        for name, kind in ERRORS.items():
            self.assertIs(woad._ERRORS[int(said["WOAD_ERROR_" + name])], kind, name)
        self.assertEqual(int(said["threads"]),
                         woad._params_size() - ctypes.sizeof(ctypes.c_size_t))

    # ---- masks -----------------------------------------------------------------------------

    def test_a_design_is_that_of_the_tool(self):
        mask = woad.design(size=(16, 12), seed=7, settings={"refine.trials": 3})
        tool("design", "--size", "16x12", "--seed", "7", "--set", "refine.trials=3", "-o",
             self.folder / "mask.npy")
        values = np.load(self.folder / "mask.npy")
        self.assertEqual(mask.shape, (1, 12, 16, 1))
        np.testing.assert_array_equal(mask.thresholds[0, :, :, 0], values)
        self.assertEqual(sorted(mask.ranks.ravel()), list(range(192)))
        again = woad.design(recipe=mask.recipe, threads=1)
        np.testing.assert_array_equal(again.ranks, mask.ranks)
        other = woad.design(size=(16, 12), seed=8, settings={"refine.trials": 3})
        self.assertTrue((other.ranks != mask.ranks).any())

    def test_frames_channels_and_a_start(self):
        frames = woad.design("void-and-cluster", size=(8, 6, 4))
        self.assertEqual(frames.shape, (4, 6, 8, 1))
        rgb = woad.design("void-and-cluster", size=8, settings={"mask.channels": 3})
        self.assertEqual(rgb.shape, (1, 8, 8, 3))
        start = woad.Mask(np.linspace(0.001, 0.999, 64).reshape(8, 8))
        kept = woad.design("void-and-cluster", size=8, start=start)
        np.testing.assert_array_equal(kept.ranks.ravel(), np.arange(64))

    def test_scores_are_those_of_the_tool(self):
        mask = woad.builtin(1)
        mask.save(self.folder / "mask.npy")
        said = json.loads(tool("inspect", "--json", self.folder / "mask.npy"))["scores"]
        scores = mask.score()
        np.testing.assert_allclose(scores.dither_error_db, list(said["dither_error_db"].values()),
                                   rtol=1e-8)
        np.testing.assert_allclose((scores.low_band_db, scores.high_band_cv),
                                   (said["low_band_db"], said["high_band_cv"]), rtol=1e-8)
        histogram = mask.histogram()
        self.assertEqual((histogram.distinct_values, histogram.fewest, histogram.most),
                         (4096, 1, 1))
        self.assertAlmostEqual(float(mask.power_spectrum().mean()), 1, places=4)

    def test_masks_go_through_arrays_and_files(self):
        mask = woad.builtin()
        same = woad.Mask(mask.thresholds)
        np.testing.assert_array_equal(same.ranks, mask.ranks)
        mask.save(self.folder / "mask.png")
        read = woad.load(self.folder / "mask.png")
        np.testing.assert_array_equal(read.ranks, mask.ranks)
        self.assertEqual(read.recipe, mask.recipe)
        with self.assertRaisesRegex(woad.ExistsError, "exists"):
            mask.save(self.folder / "mask.png")
        mask.save(self.folder / "mask.png", overwrite=True)
        thresholds = mask.thresholds
        thresholds[:] = 0  # a copy: the mask is as it was
        np.testing.assert_array_equal(read.ranks, mask.ranks)

    def test_files_of_other_values_samples_and_layouts(self):
        mask = woad.design("void-and-cluster", size=(12, 8, 4), settings={"mask.pdf": "triangular"})
        at = self.folder / "mask.npy"
        mask.save(at, values="rank")
        np.testing.assert_array_equal(np.load(at), mask.ranks[..., 0])
        mask.save(at, values="pdf", overwrite=True)
        u = mask.thresholds[..., 0].astype(float)
        wanted = np.where(u < 0.5, np.sqrt(2 * u) - 1, 1 - np.sqrt(2 - 2 * u))
        np.testing.assert_allclose(np.load(at), wanted, atol=1e-6)
        np.testing.assert_array_equal(woad.load(at, values="pdf").ranks, mask.ranks)
        mask.save(at, values="rank", overwrite=True)
        for name, more in (("mask.png", dict(type="u8", layout="2d")),
                           ("mask.dds", dict(type="half", layout="3d"))):
            mask.save(self.folder / name, **more)
            tool("convert", at, "--type", more["type"], "--layout", more["layout"], "-o",
                 self.folder / ("tool_" + name))
            self.assertEqual((self.folder / name).read_bytes(),
                             (self.folder / ("tool_" + name)).read_bytes())
        sheet = woad.load(self.folder / "mask.png", size=(0, 0, 4))
        self.assertEqual(sheet.shape, mask.shape)
        np.testing.assert_array_equal(sheet.thresholds,
                                      (np.floor(mask.thresholds * 256) + 0.5) / 256)
        mask.save(self.folder / "mask.raw", values="rank")
        read = woad.load(self.folder / "mask.raw", values="rank", size=(12, 8, 4))
        np.testing.assert_array_equal(read.thresholds, mask.thresholds)
        pixels = woad.design("void-and-cluster", size=3).thresholds[0, :, :, 0]
        np.save(self.folder / "open.npy", np.stack([pixels] * 2))
        self.assertEqual(woad.load(self.folder / "open.npy", channels=1).shape, (2, 3, 3, 1))
        self.assertEqual(woad.load(self.folder / "open.npy").shape, (1, 2, 3, 3))

    def test_progress_is_told_and_may_stop(self):
        seen = []
        woad.design("notebook", size=16, settings={"optimizer.iterations": 200},
                    progress=lambda p: seen.append(p))
        self.assertTrue(seen)
        self.assertEqual({p.iterations for p in seen if p.stage == "optimize"}, {200})
        stopped = []

        def stop(progress):
            stopped.append(progress.iteration)
            return True

        mask = woad.design("notebook", size=16, progress=stop)
        self.assertLessEqual(len(stopped), 2)  # the optimizer's and the finish
        self.assertEqual(sorted(mask.ranks.ravel()), list(range(256)))

        def fail(progress):
            raise KeyError("mine")

        with self.assertRaisesRegex(KeyError, "mine"):
            woad.design("notebook", size=16, progress=fail)

    def test_ctrl_c_stops_a_design(self):
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, before)
        for progress in None, lambda p: None:
            timer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
            self.addCleanup(timer.cancel)
            began = time.monotonic()
            timer.start()
            with self.assertRaises(KeyboardInterrupt):
                woad.design("notebook", size=64, progress=progress,
                            settings={"optimizer.iterations": 100000})
            self.assertLess(time.monotonic() - began, 2)
            self.assertIs(signal.getsignal(signal.SIGINT), signal.default_int_handler)

    def test_threads_share_masks_and_design_at_once(self):
        mask, palette = woad.builtin(), woad.Palette("bw")
        wanted = woad.dither(self.grey, mask, levels=3)
        places = palette.dither(self.grey, mask)
        alone = [woad.design("notebook", size=16, seed=seed,
                             settings={"optimizer.iterations": 200}).ranks for seed in range(4)]

        def work(seed):
            calls = []
            made = woad.design("notebook", size=16, seed=seed, progress=calls.append,
                               settings={"optimizer.iterations": 200})
            np.testing.assert_array_equal(made.ranks, alone[seed])
            np.testing.assert_array_equal(woad.dither(self.grey, mask, levels=3), wanted)
            np.testing.assert_array_equal(palette.dither(self.grey, mask), places)
            return len(calls)

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            self.assertTrue(all(pool.map(work, range(4))))

    def test_everything_is_released_once(self):
        made, freed = [], []

        def owning(create):
            def call(*arguments):
                status = create(*arguments)
                # The place for the pointer stands before the one for the error.
                if status >= 0:
                    made.append(ctypes.cast(arguments[-2]._obj, ctypes.c_void_p).value)
                return status
            return call

        def freeing(destroy):
            def call(pointer):
                freed.append(ctypes.cast(pointer, ctypes.c_void_p).value)
                destroy(pointer)
            return staticmethod(call)

        gc.collect()  # what other tests left
        patch = unittest.mock.patch.object
        with patch(woad, "_mask_builtin", owning(woad._mask_builtin)), \
                patch(woad, "_mask_create", owning(woad._mask_create)), \
                patch(woad, "_palette_create", owning(woad._palette_create)), \
                patch(woad.Mask, "_destroy", freeing(woad.Mask._destroy)), \
                patch(woad.Palette, "_destroy", freeing(woad.Palette._destroy)):
            objects = [woad.builtin(), woad.Palette("bw"), woad.Mask([[0.25, 0.75]])]
            objects += [copy.copy(objects[0]), *copy.deepcopy(objects)]
            woad.dither(self.grey)
            with self.assertRaises(woad.ArgumentError):
                woad.Mask([[2]])
            del objects
            gc.collect()
        self.assertEqual(len(made), 5)
        self.assertEqual(sorted(freed), sorted(made))
        with self.assertRaisesRegex(ValueError, "pickled"):
            pickle.dumps(woad.builtin())

    # ---- dithering -------------------------------------------------------------------------

    def test_dithering_is_that_of_the_tool(self):
        mask = woad.design("void-and-cluster", size=(9, 5))
        mask.save(self.folder / "mask.npy")
        option = ["--mask", self.folder / "mask.npy"]
        for image in self.grey, self.rgb, self.rgb.astype(np.uint16) * 257 + 3:
            for levels, space in (2, "srgb"), (5, "linear"):
                np.testing.assert_array_equal(
                    woad.dither(image, mask, levels=levels, space=space),
                    self.dithered(image, *option, "--levels", str(levels), "--space", space))
        np.testing.assert_array_equal(
            woad.dither(self.rgb, mask, levels=(2, 3, 4), channel_masks="shift", strength=0.5),
            self.dithered(self.rgb, *option, "--levels", "2,3,4", "--channel-masks", "shift",
                          "--strength", "0.5"))
        np.testing.assert_array_equal(
            woad.dither(self.grey, mask, levels=16, noise="triangular"),
            self.dithered(self.grey, *option, "--levels", "16", "--noise", "triangular"))
        np.testing.assert_array_equal(woad.dither(self.grey), self.dithered(self.grey))

    def test_parts_frames_and_independent_masks(self):
        frames = woad.design("void-and-cluster", size=(8, 8, 3))
        whole = woad.dither(self.grey, frames, frame=4)
        part = woad.dither(self.grey[5:, 3:], frames, frame=1, offset=(3, 5))
        np.testing.assert_array_equal(whole[5:, 3:], part)
        masks = [woad.builtin(i) for i in range(3)]
        apart = woad.dither(self.rgb, masks, channel_masks="independent")
        for c in range(3):
            np.testing.assert_array_equal(apart[:, :, c], woad.dither(self.rgb[:, :, c], masks[c]))
        with_alpha = np.dstack([self.rgb, self.grey])
        np.testing.assert_array_equal(woad.dither(with_alpha)[:, :, 3], self.grey)

    def test_arrays_of_any_strides_and_numbers_of_numpy(self):
        for image in (self.rgb[::2, ::-3], self.rgb.transpose(1, 0, 2), np.asfortranarray(self.rgb),
                      np.broadcast_to(self.grey[:1], (9, 37))):
            self.assertFalse(image.flags.c_contiguous)
            plain = image.copy(order="C")
            np.testing.assert_array_equal(woad.dither(image), woad.dither(plain))
            np.testing.assert_array_equal(woad.diffuse(image), woad.diffuse(plain))
            palette = woad.Palette("bw")
            np.testing.assert_array_equal(palette.dither(image), palette.dither(plain))
        np.testing.assert_array_equal(woad.dither(self.rgb, levels=np.array([2, 3, 4])),
                                      woad.dither(self.rgb, levels=(2, 3, 4)))
        made = woad.design("void-and-cluster", size=np.int64(8), settings={
            "optimizer.stochastic": np.bool_(True), "baseline.sigma": np.float64(1.5)})
        self.assertIn("stochastic = yes", made.recipe)
        self.assertIn("sigma = 1.5\n", made.recipe)

    def test_diffusion_is_that_of_the_tool(self):
        for kernel in woad.kernels():
            np.testing.assert_array_equal(
                woad.diffuse(self.rgb, kernel, levels=3, raster=True, strength=0.75),
                self.dithered(self.rgb, "--method", kernel, "--levels", "3", "--scan", "raster",
                              "--strength", "0.75"))

    def test_palettes_are_those_of_the_tool(self):
        palette = woad.Palette("spectra6", space="oklab")
        for places, options in (
                (palette.dither(self.rgb), []),
                (palette.diffuse(self.rgb, "atkinson"), ["--method", "atkinson"])):
            np.testing.assert_array_equal(
                palette.colours[places],
                self.dithered(self.rgb, "--palette", "spectra6", "--match", "oklab", *options))
        two = woad.Palette(np.array([[0, 0, 0], [255, 255, 255]], np.uint8))
        np.testing.assert_array_equal(255 * two.dither(self.grey, threads=3),
                                      woad.dither(self.grey))
        measured = woad.Palette("bw", measured="#222,#ddd")
        self.assertTrue((measured.dither(self.grey) != two.dither(self.grey)).any())

    # ---- failures --------------------------------------------------------------------------

    def test_failures_have_the_librarys_sentence(self):
        cases = [
            (woad.ArgumentError, "did you mean 'dither'", lambda: woad.design("diter")),
            (woad.RecipeError, "did you mean 'trials'", lambda: woad.design(
                settings={"refine.trails": 3})),
            (woad.RecipeError, "mask.size", lambda: woad.design(size=0)),
            (woad.RecipeError, "recipe:2", lambda: woad.design(recipe="[mask]\nseed = x\n")),
            (woad.FileError, "nothing.png", lambda: woad.load(self.folder / "nothing.png")),
            (woad.ArgumentError, "size is", lambda: woad.load("a.raw", size=(1, 2, 3, 4))),
            (woad.ArgumentError, "values is 'u'", lambda: woad.builtin().save("a.npy", values="u")),
            (woad.FormatError, "half", lambda: woad.builtin().save(
                self.folder / "a.png", type="half")),
            (woad.ArgumentError, "float64", lambda: woad.dither(np.zeros((4, 4)))),
            (woad.ArgumentError, "shape", lambda: woad.dither(np.zeros((4, 4, 5), np.uint8))),
            (woad.ArgumentError, "levels", lambda: woad.dither(self.grey, levels=1)),
            (woad.ArgumentError, "levels", lambda: woad.dither(self.grey, levels=(2, 3))),
            (woad.ArgumentError, "space", lambda: woad.dither(self.grey, space="lab")),
            (woad.ArgumentError, "damping", lambda: woad.dither(self.grey, strength=2)),
            (woad.ArgumentError, "'floyd'", lambda: woad.diffuse(self.grey, "floyd")),
            (woad.ArgumentError, "masks", lambda: woad.dither(self.grey, [])),
            (woad.ArgumentError, "no palette", lambda: woad.Palette("spektra")),
            (woad.ArgumentError, "uint8", lambda: woad.Palette(np.zeros((2, 3)))),
            (woad.ArgumentError, "axes", lambda: woad.Mask([0.5])),
            (woad.ArgumentError, "x 1, y 0", lambda: woad.Mask([[0.5, 1.5]])),
            (woad.ArgumentError, "frame", lambda: woad.builtin().score(frame=1)),
            (woad.ArgumentError, "frame is -1", lambda: woad.builtin().score(frame=-1)),
            (woad.ArgumentError, "index is -1", lambda: woad.builtin(-1)),
            (woad.ArgumentError, "x is -1", lambda: woad.dither(self.grey, offset=(-1, 0))),
            (woad.ArgumentError, "y is", lambda: woad.dither(self.grey, offset=(0, 1 << 64))),
            (woad.ArgumentError, "threads is -1", lambda: woad.design(threads=-1)),
            (woad.ArgumentError, ">u2", lambda: woad.dither(self.grey.astype(">u2"))),
            (woad.ArgumentError, "levels", lambda: woad.dither(self.grey, levels=2.5)),
            (woad.ArgumentError, "0x4", lambda: woad.dither(np.zeros((4, 0), np.uint8))),
            (woad.ArgumentError, "NUL", lambda: woad.builtin().save(self.folder / "a.npy\0b")),
            (woad.ArgumentError, "NUL", lambda: woad.design(recipe="[mask]\n\0")),
            (woad.OutOfMemoryError, "memory", lambda: woad.design(size=(32768, 32768, 32768))),
        ]
        for kind, words, call in cases:
            with self.assertRaises(kind, msg=words) as caught:
                call()
            self.assertIn(words, str(caught.exception))
        self.assertFalse((self.folder / "a.npy").exists())
        for kind, parent in ((woad.ArgumentError, ValueError), (woad.OutOfMemoryError, MemoryError),
                             (woad.ExistsError, FileExistsError), (woad.FileError, OSError)):
            self.assertTrue(issubclass(kind, parent) and issubclass(kind, woad.Error))
        (self.folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nxx")
        with self.assertRaises(woad.FormatError):
            woad.load(self.folder / "broken.png")

    def test_catalogs(self):
        self.assertEqual(list(woad.presets())[0], "dither")
        self.assertIn("atkinson", woad.kernels())
        self.assertIn("spectra6", woad.palettes())
        self.assertIn(woad.version(), tool("--version", text=True))


if __name__ == "__main__":
    unittest.main()
