"""Makes the first inputs of the fuzz targets, small ones of each kind, by woad itself:
python3 fuzz/make_corpus.py build/cli/woad."""

import ctypes
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

WOAD = os.path.abspath(sys.argv[1])
HERE = pathlib.Path(__file__).resolve().parent
CORPUS = HERE / "corpus"
DATA = HERE.parent / "tests" / "data"


def woad(*arguments):
    subprocess.run([WOAD, *map(str, arguments)], check=True, stderr=subprocess.PIPE)


def keep(target, name, data):
    (CORPUS / target).mkdir(parents=True, exist_ok=True)
    (CORPUS / target / name).write_bytes(data)


def profiles():
    """Small whole ICC profiles, by Little CMS."""
    lcms = ctypes.CDLL("liblcms2.so.2")
    for name in "cmsCreate_sRGBProfile", "cmsCreateGrayProfile", "cmsBuildGamma", "cmsD50_xyY":
        getattr(lcms, name).restype = ctypes.c_void_p
    gamma = lcms.cmsBuildGamma(None, ctypes.c_double(2.2))
    made = {"srgb": lcms.cmsCreate_sRGBProfile(),
            "grey": lcms.cmsCreateGrayProfile(ctypes.c_void_p(lcms.cmsD50_xyY()),
                                              ctypes.c_void_p(gamma))}
    result = {}
    for name, profile in made.items():
        size = ctypes.c_uint32(0)
        lcms.cmsSaveProfileToMem(ctypes.c_void_p(profile), None, ctypes.byref(size))
        data = ctypes.create_string_buffer(size.value)
        lcms.cmsSaveProfileToMem(ctypes.c_void_p(profile), data, ctypes.byref(size))
        result[name] = data.raw[:24] + bytes(12) + data.raw[36:84] + bytes(16) + data.raw[100:]
        # (without the time at which it was made, and the hash over it)
    return result


def jpegs(icc):
    """JPEG with an orientation (EXIF) and with profiles, behind the first marker."""
    def segment(marker, data):
        return bytes([0xff, marker]) + struct.pack(">H", len(data) + 2) + data
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    smallest = min(DATA.glob("*.jpg"), key=lambda path: path.stat().st_size).read_bytes()
    segments = {"exif": segment(0xe1, exif)}
    for name, data in icc.items():
        segments[name] = segment(0xe2, b"ICC_PROFILE\0\1\1" + data)
    for name, data in segments.items():
        keep("jpeg", name, smallest[:2] + data + smallest[2:])


def command_lines():
    """A word a line."""
    lines = ("design --preset dither --size 64x64x2 --seed 7 --set loss.dither.weight=2 -o m.npy",
             "design -o x.png --format=png --bits 8 --values rank --threads 2 --json",
             "dither in.png --palette bwr --levels 4,8,4 --method atkinson -f -o - --",
             "inspect m.png --check --scores none", "convert a b --type half --layout 3d",
             "sweep --vary optimizer.rate=0.1,0.2 --seeds 3 -o s.csv", "demo --force folder",
             "list presets", "help design", "show m.png --columns 40 --style braille",
             "snippet glsl --size 64", "completion bash", "compare --size 32 a b",
             "design --iterations -1 --nonsense", "design --size 0x9")
    for i, line in enumerate(lines):
        keep("command_line", str(i), "\n".join(line.split()).encode())


def requests(mask):
    """To the studio's handlers, one after the other, and the same over HTTP."""
    profile = b"0,0\n0.1,1\n0.2,0\n0.5,1\n"
    single = {
        "about": (b"GET api/about", b""), "settings": (b"GET api/settings", b""),
        "frame": (b"GET api/frame after=0&wait=0&frame=0", b""), "trace": (b"GET api/trace", b""),
        "scores": (b"GET api/scores", b""), "recipe": (b"GET api/recipe", b""),
        "sheet": (b"GET api/sheet", b""), "png": (b"GET api/mask format=png&values=rank", b""),
        "page": (b"GET index.html", b""), "step": (b"POST api/step", b""),
        "set": (b"POST api/settings preset=notebook&start=fresh",
                b"mask.width=16\nloss.spectral.weight=2\n"),
        "own": (b"POST api/recipe start=here", b"[mask]\nsize = 8x8\nseed = 7\n")}
    for name, (line, body) in single.items():
        keep("studio", name, line + b"\n" + body)
    for name, requests in {
            "target": [b"POST api/target kind=profile\n" + profile, b"GET api/target\n",
                       b"GET api/recipe\n", b"POST api/undo\n"],
            "photo": [b"POST api/photo\nP6\n4 3\n255\n" + bytes(range(0, 252, 7)),
                      b"GET api/dithered levels=2&space=linear&strength=0.5\n",
                      b"GET api/dithered palette=gameboy&format=png\n"],
            "mask": [b"POST api/mask name=a.npy\n" + mask, b"GET api/mask format=npy\n"],
            "compare": [b"POST api/reference method=white\n", b"GET api/reference\n",
                        b"GET api/scores\n"]}.items():
        keep("studio", name, b"\n----\n".join(requests))

    def http(line, body=b"", more=b""):
        return line.replace(b" /", b" /" + b"0" * 32 + b"/") + b" HTTP/1.1\r\nHost: 127.0.0.1:8000" \
            b"\r\n" + more + b"Content-Length: %d\r\n\r\n" % len(body) + body
    keep("http", "page", http(b"GET /"))
    keep("http", "twice", http(b"GET /api/frame?wait=0&frame=%31") + http(b"GET /style.css"))
    keep("http", "post", http(b"POST /api/settings?preset=dither", b"mask.width=16\n",
                              b"Origin: http://localhost:8000\r\n"))
    keep("http", "chunks", b"POST /" + b"0" * 32 + b"/api/recipe HTTP/1.1\r\nHost: localhost:8000"
         b"\r\nTransfer-Encoding: chunked\r\nSec-Fetch-Site: same-origin\r\n\r\n"
         b"8\r\n[mask]\ns\r\n8\r\nize = 9\n\r\n0\r\n\r\n")
    keep("http", "foreign", http(b"GET /", b"", b"Origin: http://example.org\r\n"))
    keep("http", "early", http(b"POST /api/mask?name=a.npy", b"", b"Expect: 100-continue\r\n"))


def main():
    shutil.rmtree(CORPUS, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        grey = b"P5\n5 4\n255\n" + bytes(range(0, 200, 10))
        rgb = b"P6\n4 3\n255\n" + bytes(range(0, 252, 7))
        deep = b"P5\n3 2\n65535\n" + bytes(range(12))
        plain = b"P3\n# a comment\n2 1\n7\n1 2 3 4 5 6\n"
        bits = b"P4\n9 2\n" + bytes(4)
        for name, data in (("grey", grey), ("rgb", rgb), ("deep", deep), ("plain", plain),
                           ("bits", bits), ("plain_bits", b"P1\n3 2\n101\n0 1 0\n")):
            keep("rows", name, data)
            keep("netpbm", name, data)
        pathlib.Path("rgb.ppm").write_bytes(rgb)
        pathlib.Path("grey.pgm").write_bytes(grey)
        for target, extension in (("png", "png"), ("pfm", "pfm"), ("webp", "webp"),
                                  ("tiff", "tiff")):
            for image in "rgb.ppm", "grey.pgm":
                woad("dither", image, "--levels", "256", "-f", "-o", f"a.{extension}")
                keep(target, image[:-4], pathlib.Path(f"a.{extension}").read_bytes())
        woad("dither", "rgb.ppm", "--palette", "bwr", "-f", "-o", "p.png")
        keep("png", "palette", pathlib.Path("p.png").read_bytes())
        keep("rows", "png", pathlib.Path("p.png").read_bytes())
        woad("dither", "grey.pgm", "--bits", "1", "-f", "-o", "b.tiff")
        keep("tiff", "bits", pathlib.Path("b.tiff").read_bytes())
        for path in sorted(DATA.glob("*.jpg")):
            if path.stat().st_size < 8000:
                keep("jpeg", path.stem, path.read_bytes())
        woad("design", "--preset", "void-and-cluster", "--size", "6x4", "-o", "one.npy")
        woad("design", "--preset", "void-and-cluster", "--size", "4x4x3", "-o", "frames.npy")
        woad("design", "--preset", "void-and-cluster", "--size", "4", "--set", "mask.channels=3",
             "-o", "rgb.npy")
        for target, format, extension in (
                ("mask_png", "png", "png"), ("npy", "npy", "npy"), ("raw", "raw", "raw"),
                ("exr", "exr", "exr"), ("dds", "dds", "dds"), ("ktx2", "ktx2", "ktx2"),
                ("c", "c", "h"), ("mask_pfm", "pfm", "pfm")):
            for mask in "one", "frames", "rgb":
                try:
                    woad("convert", f"{mask}.npy", "--format", format, "-f", "-o", f"m.{extension}")
                except subprocess.CalledProcessError:
                    continue  # the format does not hold it, or is not built in
                keep(target, mask, pathlib.Path(f"m.{extension}").read_bytes())
        for type in "u8", "half", "float":
            for target, extension in (("ktx2", "ktx2"), ("dds", "dds")):
                woad("convert", "rgb.npy", "--type", type, "-f", "-o", f"t.{extension}")
                keep(target, type, pathlib.Path(f"t.{extension}").read_bytes())
        recipe = subprocess.run([WOAD, "design", "--print-recipe"], check=True,
                                capture_output=True).stdout
        keep("recipe", "default", recipe)
        keep("recipe", "short", b"[mask]\nsize = 8x8x2\nseed = 7\n\n[loss.dither]\nkernel = 1,2:3\n")
        keep("recipe", "old", b"[woad]\nrecipe = 1\n[optimizer]\nrate = 0x1p-3\n")
        for i, text in enumerate((b"mask.size=64x64x3", b"loss.dither.kernel=1:2,3.5:4",
                                  b"optimizer.stochastic=yes", b"mask.pdf=gaussian",
                                  b"loss.target.spectrum=band-pass:0.1:0.25@30:0.5")):
            keep("assignment", str(i), text)
        for i, text in enumerate((b"uniform", b"triangular", b"laplace", b"sphere", b"gaussia")):
            keep("pdf", str(i), text)
        keep("palette", "gpl", b"GIMP Palette\nName: x\n# c\n1 2 3 one\n255 254 0\n9 9 9\n")
        keep("palette", "hex", b"000000\n#ffffff\nff8000\n")
        keep("palette", "pal", b"JASC-PAL\n0100\n2\n1 2 3\n4 5 6\n")
        keep("palette", "act", bytes(range(256)) * 3 + b"\0\x10\xff\xff")
        keep("named_file", "table", b"0,-1\n0.5,0\n1,1\n")
        keep("named_file", "profile", b"0,0\n0.1,1\n0.1,2\n0.5,1\n# end\n")
        keep("named_file", "filter", b"1,2,1\n2,4,2\n1,2,1\n")
        keep("video", "mono", b"YUV4MPEG2 W3 H2 F25:1 Ip Cmono\nFRAME\n123456FRAME Ip\n654321")
        keep("video", "420", b"YUV4MPEG2 W3 H3 A1:1 C420jpeg XCOLORRANGE=FULL\nFRAME\n" + bytes(17))
        keep("video", "deep", b"YUV4MPEG2 W1 H1 C444p10\nFRAME\n" + bytes(6))
        keep("raw_video", "gray", b"gray:3x2\n123456654321")
        keep("raw_video", "rgb48", b"rgb48le:2x1\n" + bytes(range(24)))
        icc = profiles()
        for name, data in icc.items():
            keep("profile", name, bytes([2 if name == "srgb" else 0]) + data)
        jpegs(icc)
        command_lines()
        requests(pathlib.Path("one.npy").read_bytes())
        for report in 0, 3, 6:
            keep("changed_state", f"report_{report}", bytes([report, 0]))
        keep("changed_state", "cut", bytes([5, 9]))
        keep("changed_state", "number", bytes([6, 0, 60, 0, 255, 90, 0, 1]))
        profile = struct.pack(">I", 160) + bytes(8) + b"mntrRGB XYZ " + bytes(12) + b"acsp"
        keep("profile", "header", b"\x02" + profile + bytes(24) +
             b"\0\0\xf6\xd6\0\1\0\0\0\0\xd3\x2d" + bytes(84))
        keep("state", "none", b"woad design state 1\n" + bytes(200))
        keep("state", "line", b"woad design state 1\n")
    total = sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file())
    print(f"{total} bytes")


main()
