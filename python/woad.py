"""woad: blue-noise dither masks, designed, scored, and used, on numpy arrays.

A thin layer over the C library by ctypes: one file, nothing to build. The library is found by the
environment variable WOAD_LIBRARY, in the build folder of the tree that this file is in, or where
the system finds its libraries.

    import woad
    mask = woad.design(size=64, seed=1)
    print(mask.score().dither_error_db)
    out = woad.dither(image, mask, levels=4)

Failures of the library are raised as Error or one of its subclasses, with the library's sentence.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import operator
import os
import pathlib
import signal
import threading
from ctypes import POINTER, byref, c_bool, c_char, c_char_p, c_double, c_float, c_int
from ctypes import c_size_t, c_uint, c_uint8, c_uint32, c_uint64, c_void_p
from typing import Any, Callable, ClassVar, Dict, Iterator, List, NamedTuple, Optional
from typing import Sequence, SupportsIndex, Tuple, TypeVar, Union

import numpy as np
import numpy.typing as npt

__all__ = [
    "ArgumentError", "Error", "ExistsError", "FileError", "FormatError", "Histogram", "Mask",
    "OutOfMemoryError", "Palette", "Progress", "RecipeError", "Scores", "builtin", "design",
    "diffuse", "dither", "kernels", "load", "palettes", "presets", "version",
]

Array = npt.NDArray[Any]
Path = Union[str, "os.PathLike[str]"]
Setting = Union[str, int, float, bool]

# ---- failures ----------------------------------------------------------------------------------


class Error(Exception):
    """The library failed; its sentence says what, where, and what would be right."""


class ArgumentError(Error, ValueError):
    """A parameter or a size is out of its range, or an array has a wrong type or shape."""


class RecipeError(ArgumentError):
    """A recipe or a setting has an unknown word or a bad value."""


class FormatError(Error):
    """A file is broken, or of a kind that is not handled."""


class FileError(Error, OSError):
    """The system refused to read or write a file."""


class ExistsError(FileError, FileExistsError):
    """A file exists, and overwriting was not asked for."""


class OutOfMemoryError(Error, MemoryError):
    """The library asked for memory and got none."""


_ERRORS: Dict[int, type] = {
    -1: ArgumentError, -2: ArgumentError, -3: OutOfMemoryError, -4: RecipeError, -5: FormatError,
    -6: FormatError, -7: FileError, -8: FileError, -9: ExistsError,
}

# ---- the library's structs ---------------------------------------------------------------------


class _Error(ctypes.Structure):
    _fields_ = [("message", c_char * 512)]


class _Mask(ctypes.Structure):
    _fields_ = [("width", c_size_t), ("height", c_size_t), ("depth", c_size_t),
                ("channels", c_size_t), ("ranks", POINTER(c_uint32)),
                ("thresholds", POINTER(c_float)), ("bits", c_uint), ("recipe", c_char_p)]


class _Entry(ctypes.Structure):
    _fields_ = [("name", c_char_p), ("help", c_char_p)]


class _Scores(ctypes.Structure):
    _fields_ = [("dither_error_db", c_double * 4), ("low_band_db", c_double),
                ("high_band_cv", c_double)]


class _Histogram(ctypes.Structure):
    _fields_ = [("minimum", c_double), ("maximum", c_double), ("mean", c_double),
                ("distinct_values", c_size_t), ("deviation", c_double),
                ("level_error", c_double), ("gamma", c_double), ("fewest", c_size_t),
                ("most", c_size_t)]


class _Losses(ctypes.Structure):
    _fields_ = [("total", c_double), ("terms", c_double * 16)]


class _Progress(ctypes.Structure):
    _fields_ = [("stage", c_int), ("iteration", c_size_t), ("iterations", c_size_t),
                ("rate", c_double), ("losses", _Losses), ("member", c_size_t),
                ("members", c_size_t), ("part", c_size_t), ("parts", c_size_t),
                ("state", c_void_p)]


_ProgressFunction = ctypes.CFUNCTYPE(c_bool, POINTER(_Progress), c_void_p)


class _Observer(ctypes.Structure):
    _fields_ = [("progress", _ProgressFunction), ("user", c_void_p), ("every", c_size_t)]


class _IoOptions(ctypes.Structure):
    _fields_ = [("values", c_int), ("bits", c_uint), ("width", c_size_t), ("height", c_size_t),
                ("depth", c_size_t), ("channels", c_size_t), ("pdf", c_void_p), ("type", c_int),
                ("layout", c_int), ("symbol", c_char_p), ("progmem", c_bool), ("no_files", c_bool)]


class _DitherParams(ctypes.Structure):
    _fields_ = [("levels", c_uint * 3), ("space", c_int), ("channel_masks", c_int),
                ("masks", POINTER(_Mask) * 3), ("frame", c_size_t), ("x", c_size_t),
                ("y", c_size_t), ("noise", c_void_p), ("damping", c_double)]


class _Diffusion(ctypes.Structure):
    _fields_ = [("kernel", c_char_p), ("raster", c_bool), ("damping", c_double)]


class _DiffuseParams(ctypes.Structure):
    _fields_ = [("levels", c_uint * 3), ("space", c_int), ("diffusion", _Diffusion)]


class _Colours(ctypes.Structure):
    _fields_ = [("count", c_size_t), ("rgb", (c_uint8 * 3) * 256)]


class _PaletteParams(ctypes.Structure):
    _fields_ = [("mask", POINTER(_Mask)), ("frame", c_size_t), ("x", c_size_t),
                ("y", c_size_t), ("threads", c_size_t), ("damping", c_double)]


_STRUCTS = {
    "woad_error": _Error, "woad_mask": _Mask, "woad_entry": _Entry, "woad_scores": _Scores,
    "woad_histogram": _Histogram, "woad_losses": _Losses, "woad_progress": _Progress,
    "woad_observer": _Observer, "woad_io_options": _IoOptions, "woad_dither_params": _DitherParams,
    "woad_diffusion": _Diffusion, "woad_diffuse_params": _DiffuseParams,
    "woad_colours": _Colours, "woad_palette_params": _PaletteParams,
}

# ---- the library -------------------------------------------------------------------------------


def _candidates() -> List[str]:
    named = os.environ.get("WOAD_LIBRARY")
    if named:
        return [named]
    tree = pathlib.Path(__file__).resolve().parent.parent
    built = [tree / "build" / "src" / name for name in ("libwoad.so", "libwoad.dylib")]
    found = ctypes.util.find_library("woad")
    return [str(path) for path in built if path.exists()] + ([found] if found else [])


def _open() -> ctypes.CDLL:
    candidates = _candidates()
    if not candidates:
        raise ImportError("libwoad is not found: build or install it, or set WOAD_LIBRARY to its "
                          "path")
    try:
        return ctypes.CDLL(candidates[0])
    except OSError as problem:
        raise ImportError(f"libwoad cannot be loaded: {problem}") from problem


_lib = _open()


def _declare(name: str, result: Any, *arguments: Any) -> Any:
    try:
        function = getattr(_lib, name)
    except AttributeError as problem:
        raise ImportError(f"{_lib._name} is of another version than {__file__}: it has no "
                          f"{name}") from problem
    function.restype = result
    function.argtypes = list(arguments)
    return function


_MaskPointer = POINTER(_Mask)
_E = POINTER(_Error)
_version = _declare("woad_version", c_char_p)
_free = _declare("woad_free", None, c_void_p)
_params_size = _declare("woad_design_params_size", c_size_t)
_preset_at = _declare("woad_preset_at", POINTER(_Entry), c_size_t)
_preset_find = _declare("woad_preset_find", c_int, c_char_p, c_void_p, _E)
_recipe_set = _declare("woad_recipe_set", c_int, c_char_p, c_void_p, _E)
_recipe_parse = _declare("woad_recipe_parse", c_int, c_char_p, c_char_p, c_void_p, _E)
_design = _declare("woad_design", c_int, c_void_p, _MaskPointer, POINTER(_Observer),
                   POINTER(_MaskPointer), c_void_p, _E)
_stage_name = _declare("woad_stage_name", c_char_p, c_int)
_mask_create = _declare("woad_mask_create", c_int, c_size_t, c_size_t, c_size_t, c_size_t,
                        POINTER(_MaskPointer), _E)
_mask_destroy = _declare("woad_mask_destroy", None, _MaskPointer)
_mask_rank = _declare("woad_mask_rank", c_int, _MaskPointer, _E)
_mask_builtin = _declare("woad_mask_builtin", c_int, c_size_t, POINTER(_MaskPointer), _E)
_mask_load = _declare("woad_mask_load", c_int, c_char_p, c_void_p, POINTER(_IoOptions),
                      POINTER(_MaskPointer), _E)
_mask_save = _declare("woad_mask_save", c_int, _MaskPointer, c_char_p, c_void_p,
                      POINTER(_IoOptions), c_bool, _E)
_score = _declare("woad_score", c_int, _MaskPointer, c_size_t, c_size_t, POINTER(_Scores), _E)
_histogram = _declare("woad_score_histogram", c_int, _MaskPointer, c_size_t, c_size_t,
                      POINTER(_Histogram), _E)
_spectrum = _declare("woad_power_spectrum", c_int, _MaskPointer, c_size_t, c_size_t, c_void_p, _E)
_pdf_create = _declare("woad_pdf_create", c_int, c_char_p, POINTER(c_void_p), _E)
_pdf_destroy = _declare("woad_pdf_destroy", None, c_void_p)
_dither = _declare("woad_dither", c_int, POINTER(_DitherParams), c_void_p, c_uint, c_size_t,
                   c_size_t, c_size_t, c_void_p, _E)
_diffusion_at = _declare("woad_diffusion_at", POINTER(_Entry), c_size_t)
_diffuse = _declare("woad_diffuse", c_int, POINTER(_DiffuseParams), c_void_p, c_uint, c_size_t,
                    c_size_t, c_size_t, c_void_p, _E)
_palette_at = _declare("woad_palette_at", POINTER(_Entry), c_size_t)
_colours_named = _declare("woad_colours_named", c_int, c_char_p, POINTER(_Colours),
                          POINTER(_Colours), _E)
_palette_create = _declare("woad_palette_create", c_int, POINTER(_Colours), POINTER(_Colours),
                           c_int, POINTER(c_void_p), _E)
_palette_destroy = _declare("woad_palette_destroy", None, c_void_p)
_palette_dither = _declare("woad_palette_dither", c_int, c_void_p, POINTER(_PaletteParams),
                           c_void_p, c_uint, c_size_t, c_size_t, c_size_t, c_void_p, _E)
_palette_diffuse = _declare("woad_palette_diffuse", c_int, c_void_p, POINTER(_Diffusion),
                            c_void_p, c_uint, c_size_t, c_size_t, c_size_t, c_void_p, _E)


def _check(status: int, error: _Error) -> int:
    if status < 0:
        raise _ERRORS.get(status, Error)(error.message.decode(errors="replace"))
    return status


def _bytes(text: Path) -> bytes:
    """Text or a path for C, where a NUL would be its end."""
    data = os.fsencode(text)
    if b"\0" in data:
        raise ArgumentError(f"{text!r} has a NUL character: no text and no path has one")
    return data


def _count(value: SupportsIndex, what: str) -> int:
    """A size_t, which ctypes would make of any number by wrapping it around."""
    number = operator.index(value)
    if not 0 <= number <= c_size_t(-1).value:
        raise ArgumentError(f"{what} is {number}: it is 0 or more, and fits into a size_t")
    return number


def _choice(words: Dict[str, int], name: str, what: str) -> int:
    if name not in words:
        raise ArgumentError(f"{what} is {name!r}: it is {', '.join(words)}")
    return words[name]


def _names(at: Any) -> Dict[str, str]:
    entries: Dict[str, str] = {}
    while True:
        entry = at(len(entries))
        if not entry:
            return entries
        entries[entry.contents.name.decode()] = entry.contents.help.decode()


def version() -> str:
    """The library's version."""
    return str(_version().decode())


def presets() -> Dict[str, str]:
    """The presets of design() by name, each with a line of help."""
    return _names(_preset_at)


def kernels() -> Dict[str, str]:
    """The kernels of diffuse() by name, each with a line of help."""
    return _names(_diffusion_at)


def palettes() -> Dict[str, str]:
    """The built-in palettes by name, each with a line of help."""
    return _names(_palette_at)


_Self = TypeVar("_Self", bound="_Owner")


class _Owner:
    """Owns an object of the library. It does not change, so it is its own copy."""

    _pointer: Any
    _destroy: ClassVar[Any]

    def __del__(self) -> None:
        pointer = self.__dict__.pop("_pointer", None)
        if pointer:
            self._destroy(pointer)

    def __copy__(self: _Self) -> _Self:
        return self

    def __deepcopy__(self: _Self, memo: Any) -> _Self:
        return self


# ---- masks -------------------------------------------------------------------------------------


_VALUES = {"threshold": 0, "rank": 1, "pdf": 2}
_SAMPLES = {"default": 0, "u8": 1, "u16": 2, "half": 3, "float": 4}
_LAYOUTS = {"default": 0, "2d": 1, "array": 2, "3d": 3}


class Scores(NamedTuple):
    """How good a mask is; more negative decibels are better."""

    dither_error_db: Tuple[float, float, float, float]
    """Error of dithered greys after a blur of 1, 1.5, 2.5 and 4 pixels, against white noise."""
    low_band_db: float
    """Mean power below a frequency of 0.15, against white noise."""
    high_band_cv: float
    """Deviation over mean of the power above 0.4: about 1 for noise."""


class Histogram(NamedTuple):
    """How the thresholds are distributed, as in woad_histogram of <woad/score.h>."""

    minimum: float
    maximum: float
    mean: float
    distinct_values: int
    deviation: float
    level_error: float
    gamma: float
    fewest: int
    most: int


class Mask(_Owner):
    """A toroidal array of thresholds, [depth][height][width][channels].

    Made by design(), load(), builtin(), or from an array of numbers in [0, 1], whose shape is
    (height, width), (height, width, channels) or (depth, height, width, channels).
    """

    _destroy = _mask_destroy

    def __init__(self, thresholds: npt.ArrayLike) -> None:
        values = np.ascontiguousarray(thresholds, np.float32)
        if values.ndim == 2:
            values = values[None, :, :, None]
        elif values.ndim == 3:
            values = values[None]
        if values.ndim != 4:
            raise ArgumentError(f"a mask has 2 to 4 axes, not {values.ndim}")
        depth, height, width, channels = values.shape
        pointer, error = _MaskPointer(), _Error()
        _check(_mask_create(width, height, depth, channels, byref(pointer), byref(error)), error)
        self._pointer = pointer
        ctypes.memmove(pointer.contents.thresholds, values.ctypes.data, values.nbytes)
        _check(_mask_rank(pointer, byref(error)), error)

    @classmethod
    def _owning(cls, pointer: Any) -> "Mask":
        mask = cls.__new__(cls)
        mask._pointer = pointer
        return mask

    def __repr__(self) -> str:
        depth, height, width, channels = self.shape
        frames = f"x{depth}" if depth > 1 else ""
        return f"<woad.Mask {width}x{height}{frames}, {channels} channel(s)>"

    @property
    def shape(self) -> Tuple[int, int, int, int]:
        """(depth, height, width, channels)."""
        m = self._pointer.contents
        return m.depth, m.height, m.width, m.channels

    @property
    def thresholds(self) -> npt.NDArray[np.float32]:
        """A copy of the thresholds, in (0, 1) for a mask made by woad, of self.shape."""
        return np.ctypeslib.as_array(self._pointer.contents.thresholds, self.shape).copy()

    @property
    def ranks(self) -> npt.NDArray[np.uint32]:
        """A copy of the ranks, 0 to width * height - 1 in each channel of each frame."""
        return np.ctypeslib.as_array(self._pointer.contents.ranks, self.shape).copy()

    @property
    def recipe(self) -> Optional[str]:
        """What makes the mask again: text for design(recipe=...)."""
        recipe = self._pointer.contents.recipe
        return os.fsdecode(recipe) if recipe else None

    def save(self, path: Path, overwrite: bool = False, values: str = "threshold",
             type: str = "default", layout: str = "default") -> None:
        """Writes a file in the format of its extension, with the recipe in or beside it.

        values: "threshold", "rank", or "pdf" for those of the recipe's distribution. type: of the
        samples, "u8", "u16", "half" or "float", where the format has them. layout: where frames go,
        "2d" (a sheet), "array" or "3d". See woad_io_options in <woad/io.h>.
        """
        options = _IoOptions(values=_choice(_VALUES, values, "values"),
                             type=_choice(_SAMPLES, type, "type"),
                             layout=_choice(_LAYOUTS, layout, "layout"))
        error = _Error()
        _check(_mask_save(self._pointer, _bytes(path), None, byref(options), overwrite,
                          byref(error)), error)

    def score(self, frame: int = 0, channel: int = 0) -> Scores:
        """The scores of one channel of one frame."""
        out, error = _Scores(), _Error()
        _check(_score(self._pointer, *_place(frame, channel), byref(out), byref(error)), error)
        a, b, c, d = out.dither_error_db
        return Scores((a, b, c, d), out.low_band_db, out.high_band_cv)

    def histogram(self, frame: int = 0, channel: int = 0) -> Histogram:
        """How the thresholds of one channel of one frame are distributed."""
        out, error = _Histogram(), _Error()
        _check(_histogram(self._pointer, *_place(frame, channel), byref(out), byref(error)), error)
        return Histogram(*(getattr(out, name) for name in Histogram._fields))

    def power_spectrum(self, frame: int = 0, channel: int = 0) -> npt.NDArray[np.float32]:
        """(height, width), 1 everywhere for white noise, zero frequency in the middle."""
        out, error = np.empty(self.shape[1:3], np.float32), _Error()
        _check(_spectrum(self._pointer, *_place(frame, channel), out.ctypes.data, byref(error)),
               error)
        return out


def _place(frame: SupportsIndex, channel: SupportsIndex) -> Tuple[int, int]:
    return _count(frame, "frame"), _count(channel, "channel")


def builtin(index: int = 0) -> Mask:
    """One of the three 64x64 masks that are in the library."""
    pointer, error = _MaskPointer(), _Error()
    _check(_mask_builtin(_count(index, "index"), byref(pointer), byref(error)), error)
    return Mask._owning(pointer)


def load(path: Path, values: str = "threshold", size: Sequence[int] = (0, 0),
         channels: int = 0) -> Mask:
    """Reads a mask from a file of the format that its extension says.

    values: what floats and raw files hold, as in Mask.save(). size: (width, height) or (width,
    height, depth) of a raw file that is not one square; depth alone, (0, 0, depth), of a sheet of
    frames. channels: where a file leaves that open, 0 to find out.
    """
    width, height, *depth = (_count(side, "a side") for side in size)
    if len(depth) > 1:
        raise ArgumentError(f"size is {size!r}: it is (width, height) or (width, height, depth)")
    options = _IoOptions(values=_choice(_VALUES, values, "values"), width=width, height=height,
                         depth=sum(depth), channels=_count(channels, "channels"))
    pointer, error = _MaskPointer(), _Error()
    _check(_mask_load(_bytes(path), None, byref(options), byref(pointer), byref(error)), error)
    return Mask._owning(pointer)


# ---- design ------------------------------------------------------------------------------------


class Progress(NamedTuple):
    """Where a design is."""

    stage: str
    """optimize, finish, refine, or start."""
    iteration: int
    iterations: int
    """Done and to do in this stage; sweeps in a refinement."""
    loss: float


def _text(value: Setting) -> str:
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    return repr(float(value)) if isinstance(value, float) else str(value)


@contextlib.contextmanager
def _interrupts(raised: List[BaseException]) -> Iterator[None]:
    """Keeps what Ctrl-C raises: it would be lost on the way into a callback, before any `try`."""
    handler: Any = signal.getsignal(signal.SIGINT)
    if not callable(handler) or threading.current_thread() is not threading.main_thread():
        yield
        return

    def keep(number: int, frame: Any) -> None:
        try:
            handler(number, frame)
        except BaseException as exception:
            raised.append(exception)

    signal.signal(signal.SIGINT, keep)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)


def _observe(progress: Optional[Callable[[Progress], Any]], raised: List[BaseException]) -> Any:
    def call(state: Any, _user: Any) -> bool:
        if raised or not progress:
            return bool(raised)
        try:
            s = state.contents
            return bool(progress(Progress(_stage_name(s.stage).decode(), s.iteration,
                                          s.iterations, s.losses.total)))
        except BaseException as exception:  # C cannot pass it on: stop, and raise it afterwards
            raised.append(exception)
            return True
    return _ProgressFunction(call)


def design(preset: str = "dither", size: Union[int, Sequence[int], None] = None,
           seed: Optional[int] = None, recipe: Optional[str] = None,
           settings: Optional[Dict[str, Setting]] = None, threads: int = 0,
           start: Optional[Mask] = None,
           progress: Optional[Callable[[Progress], Any]] = None) -> Mask:
    """Designs a mask; the same as `woad design`.

    preset: one of presets(). recipe: text that changes it, of a file or of another mask's recipe.
    size: a side, (width, height) or (width, height, depth). settings: keys of a recipe, as
    {"mask.channels": 3, "refine.trials": 200}. threads: at most this many, 0 for as many as
    processors; the mask does not depend on it. start: a mask to start from. progress: called every
    few milliseconds, may return True to stop with the best so far. What it raises, and what Ctrl-C
    does, stops the design and comes out of it.
    """
    params, error = ctypes.create_string_buffer(_params_size()), _Error()
    _check(_preset_find(_bytes(preset), params, byref(error)), error)
    if recipe is not None:
        _check(_recipe_parse(_bytes(recipe), b"recipe", params, byref(error)), error)
    changes: Dict[str, Setting] = {}
    if size is not None:
        changes["mask.size"] = "x".join(str(side) for side in np.atleast_1d(size).tolist())
    if seed is not None:
        changes["mask.seed"] = seed
    changes.update(settings or {})
    for key, value in changes.items():
        _check(_recipe_set(_bytes(f"{key}={_text(value)}"), params, byref(error)), error)
    # The last member, which is no key: the result does not depend on it.
    c_size_t.from_buffer(params, len(params) - ctypes.sizeof(c_size_t)).value = (
        _count(threads, "threads") or os.cpu_count() or 1)
    raised: List[BaseException] = []
    observer = _Observer(_observe(progress, raised), None, 0)
    pointer = _MaskPointer()
    with _interrupts(raised):
        status = _design(params, start._pointer if start else None, byref(observer),
                         byref(pointer), None, byref(error))
    mask = Mask._owning(pointer)
    if raised:
        raise raised.pop(0)
    _check(status, error)
    return mask


# ---- dithering ---------------------------------------------------------------------------------

_SPACES = {"srgb": 0, "linear": 1, "oklab": 2}
_CHANNEL_MASKS = {"same": 0, "shift": 1, "independent": 2}


def _image(image: Array) -> Tuple[Array, int, int, int, int]:
    """(samples, bits, width, height, channels); a copy where the array is not contiguous."""
    array = np.asarray(image)
    if array.dtype not in (np.uint8, np.uint16):
        raise ArgumentError(f"an image of {array.dtype}: it is uint8 or uint16")
    if array.ndim not in (2, 3) or (array.ndim == 3 and not 1 <= array.shape[2] <= 4):
        raise ArgumentError(f"an image of shape {array.shape}: it is (height, width) or (height, "
                            "width, channels), 1 to 4 of them")
    channels = array.shape[2] if array.ndim == 3 else 1
    samples = np.ascontiguousarray(array)
    return samples, 8 * samples.itemsize, array.shape[1], array.shape[0], channels


def _levels(levels: Union[int, Sequence[int]]) -> Any:
    given = np.atleast_1d(levels).tolist()
    three = given * 3 if len(given) == 1 else given
    if len(three) != 3 or not all(isinstance(n, int) and 2 <= n <= 256 for n in three):
        raise ArgumentError(f"levels are {levels!r}: one number or three, each from 2 to 256")
    return (c_uint * 3)(*three)


def _start(frame: int, offset: Sequence[int]) -> Dict[str, int]:
    x, y = offset
    return {"frame": _count(frame, "frame"), "x": _count(x, "the offset's x"),
            "y": _count(y, "the offset's y")}


def dither(image: Array, mask: Union[Mask, Sequence[Mask], None] = None,
           levels: Union[int, Sequence[int]] = 2, space: str = "srgb",
           channel_masks: str = "same", frame: int = 0, offset: Tuple[int, int] = (0, 0),
           noise: Optional[str] = None, strength: float = 1.0) -> npt.NDArray[np.uint8]:
    """Dithers an image by masks; the result has its shape, and 8 bits.

    image: uint8 or uint16, (height, width) or (height, width, channels): grey, grey and alpha,
    RGB, or RGB and alpha, which is kept. mask: default builtin(); three for channel_masks
    "independent". levels: of all channels, or of R, G and B. space: "srgb" or "linear", where the
    mean is kept. channel_masks: "same", "shift" or "independent". frame: of a mask with frames,
    modulo their number. offset: (x, y), 0 or more, of the first pixel on the plane that the mask
    tiles. noise:
    a distribution such as "triangular". strength: of the noise, 0 to 1. See woad_dither in
    <woad/dither.h>.
    """
    samples, bits, width, height, channels = _image(image)
    masks = [mask or builtin()] if mask is None or isinstance(mask, Mask) else list(mask)
    if not 1 <= len(masks) <= 3:
        raise ArgumentError(f"{len(masks)} masks: there are one, or three for R, G and B")
    pdf, error = c_void_p(), _Error()
    params = _DitherParams(levels=_levels(levels), **_start(frame, offset),
                           space=_choice(_SPACES, space, "space"),
                           channel_masks=_choice(_CHANNEL_MASKS, channel_masks, "channel_masks"),
                           damping=1 - strength)
    for i, m in enumerate(masks):
        params.masks[i] = m._pointer
    out = np.empty(samples.shape, np.uint8)
    if noise is not None:
        _check(_pdf_create(_bytes(noise), byref(pdf), byref(error)), error)
        params.noise = pdf
    try:
        _check(_dither(byref(params), samples.ctypes.data, bits, width, height, channels,
                       out.ctypes.data, byref(error)), error)
    finally:
        _pdf_destroy(pdf)
    return out


def _diffusion(kernel: str, raster: bool, strength: float) -> _Diffusion:
    return _Diffusion(kernel=_bytes(kernel), raster=raster, damping=1 - strength)


def diffuse(image: Array, kernel: str = "floyd-steinberg",
            levels: Union[int, Sequence[int]] = 2, space: str = "srgb", raster: bool = False,
            strength: float = 1.0) -> npt.NDArray[np.uint8]:
    """Dithers an image by error diffusion, one of kernels(); otherwise as dither() does.

    raster: all rows from left to right, instead of every second one the other way.
    """
    samples, bits, width, height, channels = _image(image)
    params = _DiffuseParams(levels=_levels(levels), space=_choice(_SPACES, space, "space"),
                            diffusion=_diffusion(kernel, raster, strength))
    out, error = np.empty(samples.shape, np.uint8), _Error()
    _check(_diffuse(byref(params), samples.ctypes.data, bits, width, height, channels,
                    out.ctypes.data, byref(error)), error)
    return out


class Palette(_Owner):
    """A list of 2 to 256 colours that images are dithered to, by mixing them.

    colours: one of palettes(), "#000,#fff,#f00", the path of a .gpl, .hex, .act, .pal file or of
    an image, or an array of uint8, (count, 3), sRGB-encoded. measured: the colours as they look,
    likewise; default those that are known of a built-in palette, "none" for the named ones. space:
    where colours are mixed: "srgb", "linear" or "oklab".
    """

    _destroy = _palette_destroy

    def __init__(self, colours: Union[str, npt.ArrayLike],
                 measured: Union[str, npt.ArrayLike, None] = None, space: str = "srgb") -> None:
        named, known = self._named(colours)
        if isinstance(measured, str) and measured == "none":
            known = _Colours()
        elif measured is not None:
            known, _ = self._named(measured)
        pointer, error = c_void_p(), _Error()
        _check(_palette_create(byref(named), byref(known), _choice(_SPACES, space, "space"),
                               byref(pointer), byref(error)), error)
        self._pointer = pointer
        self.colours: npt.NDArray[np.uint8] = np.array(named.rgb[:named.count], np.uint8)
        """(count, 3), as named."""

    @staticmethod
    def _named(colours: Union[str, npt.ArrayLike]) -> Tuple[_Colours, _Colours]:
        out, measured, error = _Colours(), _Colours(), _Error()
        if isinstance(colours, str):
            _check(_colours_named(_bytes(colours), byref(out), byref(measured),
                                  byref(error)), error)
            return out, measured
        array = np.asarray(colours)
        if array.dtype != np.uint8 or array.ndim != 2 or array.shape[1] != 3 or len(array) > 256:
            raise ArgumentError("colours are an array of uint8 of shape (count, 3), of at most 256")
        out.count = len(array)
        for k, rgb in enumerate(array.tolist()):
            out.rgb[k][:] = rgb
        return out, measured

    def dither(self, image: Array, mask: Optional[Mask] = None, frame: int = 0,
               offset: Tuple[int, int] = (0, 0), strength: float = 1.0,
               threads: int = 0) -> npt.NDArray[np.uint8]:
        """Places in self.colours, (height, width), by a mask (default builtin())."""
        samples, bits, width, height, channels = _image(image)
        taken = mask or builtin()
        params = _PaletteParams(mask=taken._pointer, **_start(frame, offset),
                                threads=_count(threads, "threads") or os.cpu_count() or 1,
                                damping=1 - strength)
        out, error = np.empty((height, width), np.uint8), _Error()
        _check(_palette_dither(self._pointer, byref(params), samples.ctypes.data, bits, width,
                               height, channels, out.ctypes.data, byref(error)), error)
        return out

    def diffuse(self, image: Array, kernel: str = "floyd-steinberg", raster: bool = False,
                strength: float = 1.0) -> npt.NDArray[np.uint8]:
        """Places in self.colours, (height, width), by error diffusion, one of kernels()."""
        samples, bits, width, height, channels = _image(image)
        params = _diffusion(kernel, raster, strength)
        out, error = np.empty((height, width), np.uint8), _Error()
        _check(_palette_diffuse(self._pointer, byref(params), samples.ctypes.data, bits, width,
                                height, channels, out.ctypes.data, byref(error)), error)
        return out
