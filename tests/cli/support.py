"""What the command-line tests know of files: PNG and NPY read and written independently of
woad, with nothing but Python's standard library."""

import csv
import functools
import json
import math
import os
import re
import signal
import struct
import subprocess
import sys
import time
import zlib

# ---- PNG (ISO/IEC 15948) -------------------------------------------------------------------

GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pack_row(row, bits):
    if bits == 16:
        return struct.pack(f">{len(row)}H", *row)
    per_byte = 8 // bits
    padded = list(row) + [0] * (-len(row) % per_byte)
    packed = bytearray()
    for i in range(0, len(padded), per_byte):
        byte = 0
        for sample in padded[i:i + per_byte]:
            byte = byte << bits | sample
        packed.append(byte)
    return bytes(packed)


def unpack_row(data, count, bits):
    if bits == 16:
        return list(struct.unpack(f">{count}H", data))
    if bits == 8:
        return list(data)
    shifts = range(8 - bits, -1, -bits)
    return [byte >> s & (1 << bits) - 1 for byte in data for s in shifts][:count]


def write_png(path, rows, colour=GREY, bits=8, extra=b""):
    """rows: lists of interleaved samples; extra: whole chunks to stand before IDAT."""
    width = len(rows[0]) // CHANNELS[colour]
    raw = b"".join(b"\0" + pack_row(row, bits) for row in rows)
    header = struct.pack(">IIBBBBB", width, len(rows), bits, colour, 0, 0, 0)
    with open(path, "wb") as f:
        f.write(SIGNATURE + png_chunk(b"IHDR", header) + extra +
                png_chunk(b"IDAT", zlib.compress(raw)) + png_chunk(b"IEND", b""))


def unfilter(kind, line, above, step):
    if kind == 0:
        return line
    if kind == 2:
        return bytes([x + b & 255 for x, b in zip(line, above)])
    out, above = bytearray(step) + line, bytes(step) + above
    for i in range(step, len(out)):
        a, b = out[i - step], above[i]
        if kind == 1:
            guess = a
        elif kind == 3:
            guess = (a + b) // 2
        else:  # Paeth's predictor
            c = above[i - step]
            pa, pb, pc = abs(b - c), abs(a - c), abs(a + b - 2 * c)
            guess = a if pa <= pb and pa <= pc else b if pb <= pc else c
        out[i] = out[i] + guess & 255
    return bytes(out[step:])


class Png:
    """A PNG file: width, height, bits, colour, chunks, text; lines of bytes and rows of samples
    are decoded when they are asked for."""

    def __init__(self, path):
        with open(path, "rb") as f:
            data = f.read()
        assert data[:8] == SIGNATURE, path
        self.chunks, self.text, at, self.packed = [], {}, 8, b""
        while at < len(data):
            length, kind = struct.unpack(">I4s", data[at:at + 8])
            body = data[at + 8:at + 8 + length]
            assert struct.unpack(">I", data[at + 8 + length:at + 12 + length])[0] == zlib.crc32(
                kind + body), kind
            self.chunks.append(kind.decode())
            if kind == b"IHDR":
                self.width, self.height, self.bits, self.colour = struct.unpack(">IIBB", body[:10])
            elif kind == b"tEXt":
                key, _, value = body.decode("latin-1").partition("\0")
                self.text[key] = value
            elif kind == b"IDAT":
                self.packed += body
            at += 12 + length
        assert self.chunks[-1] == "IEND"

    @functools.cached_property
    def lines(self):
        raw = zlib.decompress(self.packed)
        length = (self.width * CHANNELS[self.colour] * self.bits + 7) // 8
        step = max(1, CHANNELS[self.colour] * self.bits // 8)
        above, lines = bytes(length), []
        for y in range(self.height):
            line = raw[y * (length + 1):(y + 1) * (length + 1)]
            above = unfilter(line[0], line[1:], above, step)
            lines.append(above)
        return lines

    @functools.cached_property
    def rows(self):
        count = self.width * CHANNELS[self.colour]
        return [unpack_row(line, count, self.bits) for line in self.lines]

    @functools.cached_property
    def values(self):
        return [sample for row in self.rows for sample in row]

    @property
    def shape(self):
        return self.width, self.height, self.bits, self.colour


# ---- NPY (NumPy enhancement proposal 1) ----------------------------------------------------

NPY_TYPES = {"<f4": "f", "<f8": "d", "|u1": "B", "<u2": "H", "<u4": "I"}


class Npy:
    """An NPY file: descr, shape, values in row-major order."""

    def __init__(self, path):
        with open(path, "rb") as f:
            data = f.read()
        assert data[:8] == b"\x93NUMPY\x01\x00", data[:8]
        (length,) = struct.unpack("<H", data[8:10])
        header = eval(data[10:10 + length], {})
        assert not header["fortran_order"]
        self.descr, self.shape = header["descr"], header["shape"]
        count = math.prod(self.shape)
        self.values = list(struct.unpack(f"<{count}{NPY_TYPES[self.descr]}", data[10 + length:]))


def write_npy(path, values, shape, descr="<f4"):
    header = repr({"descr": descr, "fortran_order": False, "shape": tuple(shape)}).encode()
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    with open(path, "wb") as f:
        f.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header +
                struct.pack(f"<{len(values)}{NPY_TYPES[descr]}", *values))


# ---- masks ---------------------------------------------------------------------------------


def ranks(values):
    """Ranks of values, equal ones by their place."""
    out = [0] * len(values)
    for rank, i in enumerate(sorted(range(len(values)), key=lambda i: (values[i], i))):
        out[i] = rank
    return out


def is_permutation(values):
    """Is every threshold (r + 0.5) / N there once?"""
    n = len(values)
    return all(abs(u - (r + 0.5) / n) < 1e-6 for r, u in enumerate(sorted(values)))


def bayer(size):
    """Bayer's ordered matrix as thresholds; size is a power of two."""
    m = [[0]]
    while len(m) < size:
        m = [[4 * v + a for v in row for a in pair] for row in m for pair in ((0, 2), (3, 1))]
    return [(v + 0.5) / size ** 2 for row in m for v in row]


def shuffled(n, seed=1):
    """Thresholds in an order without order, the same on every machine."""
    import random
    out = [(r + 0.5) / n for r in range(n)]
    random.Random(seed).shuffle(out)
    return out


# ---- others --------------------------------------------------------------------------------


def read(path):
    with open(path, "rb") as f:
        return f.read()


def load_json(path):
    """Strict: NaN and Infinity are not JSON."""
    def refuse(word):
        raise ValueError(word)
    return json.loads(read(path), parse_constant=refuse)


def sections(text):
    """The recipe's keys as {"section.key": "value"}."""
    out, section = {}, ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif "=" in line and not line.startswith(";"):
            key, value = line.split("=", 1)
            out[f"{section}.{key.strip()}"] = value.strip()
    return out


def wait_until_caught(process, number):
    """Until the process has a handler for the signal, as Linux tells; elsewhere for a moment."""
    status = f"/proc/{process.pid}/status"
    for _ in range(200 if os.path.exists(status) else 1):
        time.sleep(0.02)
        caught = re.search(r"^SigCgt:\s*(\w+)", open(status).read(), re.M) if os.path.exists(
            status) else None
        if caught and int(caught[1], 16) >> number - 1 & 1:
            return


def signalled(number, *arguments):
    """Runs woad, sends it a signal once its progress shows; exit code and last line it said."""
    process = subprocess.Popen([os.environ["WOAD"], *arguments], stderr=subprocess.PIPE,
                               stdout=subprocess.PIPE)
    said = process.stderr.read(1)
    process.send_signal(number)
    _, rest = process.communicate(timeout=10)
    return process.returncode, (said + rest).decode()


def with_closed_pipe(*arguments):
    """Runs woad with nobody at the other end of its standard output."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([os.environ["WOAD"], *arguments], stdout=writer,
                          stderr=subprocess.PIPE, timeout=10)
    os.close(writer)
    return done.returncode, done.stderr.decode()
