"""The same network, loss and training step in PyTorch: what `logo bench step|seeds --peer` compare with.

A child process of the benchmark. It reads a JSON request from each line of standard input and answers with one line of
JSON: the answer, or {"error": message}. Requests: version, load, prepare, steps, train, evaluate, save, peak; see the
functions below.

Written for speed, as far as PyTorch's public interface goes: fused attention, channels_last, torch.compile, operations
over whole lists of parameters, BatchNorm folded into the convolutions for evaluation. Only torch is needed.
"""

import ctypes
import json
import resource
import struct
import sys
import time

try:
    import torch
    import torch.nn.functional as F
    from torch import nn
except ImportError as missing:
    print(json.dumps({"missing": str(missing)}), flush=True)
    sys.exit(0)

# --- safetensors: 8 bytes length of the header, the header as JSON, the bytes of all tensors ----------------------------

TYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "I64": torch.int64,
    "U8": torch.uint8,
}


def read_safetensors(path):
    """Tensors by name."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        kind = TYPES[entry["dtype"]]
        flat = torch.frombuffer(data[begin:end], dtype=kind) if end > begin else torch.empty(0, dtype=kind)
        tensors[name] = flat.reshape(entry["shape"])
    return tensors


def write_safetensors(path, tensors):
    """As 64-bit floating-point numbers."""
    header, parts, at = {}, [], 0
    for name, tensor in tensors.items():
        # Row-major whatever the memory format.
        flat = tensor.detach().double().reshape(-1).contiguous()
        part = ctypes.string_at(flat.data_ptr(), 8 * flat.numel())
        header[name] = {"dtype": "F64", "shape": list(tensor.shape), "data_offsets": [at, at + len(part)]}
        parts.append(part)
        at += len(part)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(parts))


# --- the network; attributes are named so that its state dict has the names of the weights' file ------------------------


class BatchNorm(nn.Module):
    """Normalises with the batch's statistics in training, and moves the running ones in pass 1 only."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))

    def forward(self, x, moving):
        mean, variance = (self.running_mean, self.running_var) if moving or not self.training else (None, None)
        return F.batch_norm(x, mean, variance, self.weight, self.bias, self.training, 0.1, 1e-5)


def convolution(channels_in, channels_out, kernel, stride):
    return nn.Conv2d(channels_in, channels_out, kernel, stride, kernel // 2, bias=False)


class BasicBlock(nn.Module):
    def __init__(self, channels_in, channels, stride):
        super().__init__()
        self.conv1, self.bn1 = convolution(channels_in, channels, 3, stride), BatchNorm(channels)
        self.conv2, self.bn2 = convolution(channels, channels, 3, 1), BatchNorm(channels)
        self.downsample = None
        if channels_in != channels:
            self.downsample = nn.ModuleList([convolution(channels_in, channels, 1, stride), BatchNorm(channels)])

    def forward(self, x, moving):
        y = F.relu(self.bn1(self.conv1(x), moving), inplace=True)
        y = self.bn2(self.conv2(y), moving)
        if self.downsample is not None:
            x = self.downsample[1](self.downsample[0](x), moving)
        return F.relu(y + x, inplace=True)


class Backbone(nn.Module):
    """ResNet18 through layer3 on single frames."""

    def __init__(self, width):
        super().__init__()
        self.conv1, self.bn1 = convolution(3, width, 7, 2), BatchNorm(width)
        channels_in = width
        for number in (1, 2, 3):
            channels, stride = width << (number - 1), 1 if number == 1 else 2
            blocks = [BasicBlock(channels_in, channels, stride), BasicBlock(channels, channels, 1)]
            self.add_module("layer%d" % number, nn.ModuleList(blocks))
            channels_in = channels

    def forward(self, x, moving):
        x = F.relu(self.bn1(self.conv1(x), moving), inplace=True)
        x = F.max_pool2d(x, 3, 2, 1)
        for layer in (self.layer1, self.layer2, self.layer3):
            for block in layer:
                x = block(x, moving)
        return x


def layer_norm(dim):
    return nn.LayerNorm(dim, eps=1e-6)


def attend(q, k, v, heads):
    """[R, L, d] each."""
    q, k, v = (t.unflatten(2, (heads, -1)).transpose(1, 2) for t in (q, k, v))
    return F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)


def tiles(x, window):
    """[B, F, H, W, d] as [B, F', H', W', f, h, w, d]."""
    b, frames, rows, columns, dim = x.shape
    f, h, w = window
    x = x.reshape(b, frames // f, f, rows // h, h, columns // w, w, dim)
    return x.permute(0, 1, 3, 5, 2, 4, 6, 7)


class LocalAttention(nn.Module):
    def __init__(self, m):
        super().__init__()
        self.grid, self.window, self.heads = m["grid"], m["window"], m["heads"]
        self.norm = layer_norm(m["dim"])
        self.qkv = nn.Linear(m["dim"], 3 * m["dim"], bias=False)
        self.out = nn.Linear(m["dim"], m["dim"])

    def forward(self, x):
        """[B, F*S, d]."""
        length = self.window[0] * self.window[1] * self.window[2]
        whole_frames = self.window[1:] == self.grid[1:]
        normed = self.norm(x)
        if whole_frames:
            windows = normed.reshape(-1, length, x.shape[2])
        else:
            windows = tiles(normed.unflatten(1, self.grid), self.window).reshape(-1, length, x.shape[2])
        mixed = self.out(attend(*self.qkv(windows).chunk(3, 2), self.heads))
        if whole_frames:
            return x + mixed.reshape(x.shape)
        f, h, w = self.window
        t, r, c = (size // part for size, part in zip(self.grid, self.window))
        mixed = mixed.reshape(x.shape[0], t, r, c, f, h, w, x.shape[2]).permute(0, 1, 4, 2, 5, 3, 6, 7)
        return x + mixed.reshape(x.shape)


class Pool(nn.Module):
    """Kernel = stride, so a matrix product on cut-up tokens, which beats a 3-D convolution."""

    def __init__(self, kind, dim, window):
        super().__init__()
        self.kind, self.window = kind, window
        if kind != "avg":
            self.weight = nn.Parameter(torch.empty(dim, dim if kind == "conv" else 1, *window))
            self.bias = nn.Parameter(torch.empty(dim))

    def forward(self, x):
        """[B, F, H, W, d] to [B, keys, d]."""
        cut = tiles(x, self.window)
        b, dim = x.shape[0], x.shape[4]
        if self.kind == "conv":
            weight = self.weight.permute(0, 2, 3, 4, 1).reshape(dim, -1)
            return F.linear(cut.reshape(b, -1, weight.shape[1]), weight, self.bias)
        cut = cut.reshape(b, -1, self.window[0] * self.window[1] * self.window[2], dim)
        if self.kind == "avg":
            return cut.mean(2)
        return (cut * self.weight.reshape(dim, -1).t()).sum(2) + self.bias


class GlobalAttention(nn.Module):
    def __init__(self, m):
        super().__init__()
        self.grid, self.heads, self.cls = m["grid"], m["heads"], m["cls"] == "token"
        dim = m["dim"]
        self.norm_q, self.norm_kv = layer_norm(dim), layer_norm(dim)
        self.pool = Pool(m["pool"], dim, m["pool_window"])
        self.q = nn.Linear(dim, dim, bias=False)
        self.kv = nn.Linear(dim, 2 * dim, bias=False)
        self.out = nn.Linear(dim, dim)

    def forward(self, x):
        """[B, T, d]."""
        keys = self.pool((x[:, 1:] if self.cls else x).unflatten(1, self.grid))
        if self.cls:
            keys = torch.cat([x[:, :1], keys], 1)
        kv = self.kv(self.norm_kv(keys))
        return x + self.out(attend(self.q(self.norm_q(x)), *kv.chunk(2, 2), self.heads))


class Mlp(nn.Module):
    def __init__(self, m):
        super().__init__()
        hidden = m["mlp_ratio"] * m["dim"]
        self.norm = layer_norm(m["dim"])
        self.fc1, self.fc2 = nn.Linear(m["dim"], hidden), nn.Linear(hidden, m["dim"])

    def forward(self, x):
        return x + self.fc2(F.gelu(self.fc1(self.norm(x))))


class Block(nn.Module):
    def __init__(self, m):
        super().__init__()
        self.cls = m["cls"] == "token"
        self.local = LocalAttention(m)
        self.add_module("global", GlobalAttention(m))
        self.mlp = Mlp(m)

    def forward(self, x):
        if self.cls:
            x = torch.cat([x[:, :1], self.local(x[:, 1:])], 1)
        else:
            x = self.local(x)
        return self.mlp(getattr(self, "global")(x))


def sizes(model):
    """The network's sizes from block ``model`` of a configuration."""
    own = model["logo-former"]
    side = (model["size"] + 15) // 16
    return {
        "classes": model["classes"],
        "width": own["backbone"]["width"],
        "dim": own["dim"],
        "depth": own["depth"],
        "heads": own["heads"],
        "mlp_ratio": own["mlp-ratio"],
        "cls": own["cls"],
        "pool": own["pool"]["kind"],
        "pool_window": own["pool"]["window"],
        "window": own["window"],
        "grid": [model["frames"], side, side],
    }


class LogoFormer(nn.Module):
    def __init__(self, m):
        super().__init__()
        self.cls, self.grid = m["cls"], m["grid"]
        dim, positions = m["dim"], m["grid"][1] * m["grid"][2]
        self.backbone = Backbone(m["width"])
        self.proj = nn.Linear(4 * m["width"], dim)
        if self.cls == "token":
            self.cls_token = nn.Parameter(torch.empty(dim))
        self.pos_spatial = nn.Parameter(torch.empty(positions, dim))
        self.pos_temporal = nn.Parameter(torch.empty(m["grid"][0] + 1, dim))
        self.blocks = nn.ModuleList(Block(m) for _ in range(m["depth"]))
        self.norm = layer_norm(dim)
        self.head = nn.Linear(dim, m["classes"])

    def forward(self, frames, moving):
        """[B*F, 3, h, w] to logits [B, C]."""
        maps = self.backbone(frames, moving).permute(0, 2, 3, 1)
        positions = self.pos_temporal[1:, None] + self.pos_spatial
        x = self.proj(maps.reshape(-1, self.grid[0] * maps.shape[1] * maps.shape[2], maps.shape[3]))
        x = x + positions.flatten(0, 1)
        if self.cls == "token":
            cls = (self.cls_token + self.pos_temporal[0]).expand(x.shape[0], 1, -1)
            x = torch.cat([cls.to(x.dtype), x], 1)
        for block in self.blocks:
            x = block(x)
        x = self.norm(x).mean(1) if self.cls == "mean" else self.norm(x[:, 0])
        return self.head(x)


def loss_of(logits, labels, weight, form):
    """Cross entropy + weight * the compact term, batch means."""
    logits = logits if logits.dtype == torch.float64 else logits.float()
    loss = F.cross_entropy(logits, labels)
    if weight == 0:
        return loss
    others = logits.shape[1] - 1
    target = F.one_hot(labels, logits.shape[1]).bool()
    log_p = F.log_softmax(logits.masked_fill(target, float("-inf")), 1)
    p, log_p = log_p.exp(), log_p.masked_fill(target, 0.0)
    if form == "symmetric":
        term = ((p - 1 / others) * log_p).sum(1)
    else:
        term = logits.shape[1] * (-torch.log(torch.tensor(float(others))) - log_p.sum(1) / others)
    return loss + weight * term.mean()


def folded(model):
    """A copy for evaluation, its BatchNorms folded into the convolutions."""
    import copy

    from torch.nn.utils.fusion import fuse_conv_bn_weights

    class Nothing(nn.Module):
        def forward(self, x, moving):
            return x

    model = copy.deepcopy(model).eval()

    def fold(conv, bn):
        conv.weight, conv.bias = fuse_conv_bn_weights(
            conv.weight, conv.bias, bn.running_mean, bn.running_var, 1e-5, bn.weight, bn.bias
        )

    for module in list(model.backbone.modules()):
        for suffix in ("1", "2"):
            if hasattr(module, "bn" + suffix):
                fold(getattr(module, "conv" + suffix), getattr(module, "bn" + suffix))
                setattr(module, "bn" + suffix, Nothing())
        if getattr(module, "downsample", None) is not None:
            fold(*module.downsample)
            module.downsample[1] = Nothing()
    return model


# --- variants -----------------------------------------------------------------------------------------------------------


class Variant:
    """One way to run the network: memory format, eager or compiled, precision."""

    def __init__(self, task, layout, mode, precision):
        self.task, self.layout, self.mode = task, layout, mode
        self.autocast = precision == "bf16"
        self.dtype = torch.float64 if precision == "f64" else torch.float32
        self.model = LogoFormer(sizes(task["model"]))
        self.model.load_state_dict(task["weights"])
        self.model.to(self.dtype)
        if layout == "channels_last":
            self.model.backbone.to(memory_format=torch.channels_last)
        self.parameters = list(self.model.parameters())
        self.saved = [torch.empty_like(p) for p in self.parameters]
        o = task["optimiser"]
        self.optimiser = torch.optim.SGD(
            self.parameters, o["lr"], momentum=o["momentum"], weight_decay=o["weight_decay"], fused=True
        )
        self.pass_loss = self.compiled(self.loss)
        self.evaluator = None
        self.made = {}

    def compiled(self, function):
        if self.mode == "eager":
            return function
        return torch.compile(function, dynamic=False)

    def frames(self, batch):
        """[B*F, 3, h, w], made once: the peer's input needs no copy in its step."""
        if batch not in self.made:
            pixels = self.task["clips"][batch].to(self.dtype) / 255
            frames = pixels.flatten(0, 1).permute(0, 3, 1, 2)
            self.made[batch] = frames if self.layout == "channels_last" else frames.contiguous()
        return self.made[batch]

    def loss(self, frames, labels, moving):
        with torch.autocast("cpu", torch.bfloat16, enabled=self.autocast):
            logits = self.model(frames, moving)
        return loss_of(logits, labels, self.task["loss"]["weight"], self.task["loss"]["form"])

    def gradient(self, frames, labels, moving):
        loss = self.pass_loss(frames, labels, moving)
        loss.backward()
        return loss

    def step(self, frames, labels):
        """One SAM step (plain SGD with rho = 0); the loss of pass 1."""
        self.model.train()
        self.optimiser.zero_grad(set_to_none=True)
        loss = self.gradient(frames, labels, True)
        rho = self.task["optimiser"]["rho"]
        if rho > 0:
            with torch.no_grad():
                gradients = [p.grad for p in self.parameters]
                norm = torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients)))
                torch._foreach_copy_(self.saved, self.parameters)
                torch._foreach_mul_(gradients, rho / (norm + 1e-12))
                torch._foreach_add_(self.parameters, gradients)
            self.optimiser.zero_grad(set_to_none=True)
            self.gradient(frames, labels, False)
            with torch.no_grad():
                torch._foreach_copy_(self.parameters, self.saved)
        self.optimiser.step()
        return loss.item()

    def steps(self, batches):
        seconds, losses = [], []
        for batch in batches:
            frames, labels = self.frames(batch), self.task["labels"][batch]
            start = time.perf_counter()
            losses.append(self.step(frames, labels))
            seconds.append(time.perf_counter() - start)
        return {"seconds": seconds, "losses": losses}

    def train(self, given, returned, lr, compact):
        """One step from the given parameters, statistics and momentum, on the given clips; what they are then."""
        tensors = read_safetensors(given)
        clips, labels = tensors.pop("clips"), tensors.pop("labels").argmax(1)
        frames = clips.flatten(0, 1).permute(0, 3, 1, 2)
        self.model.load_state_dict({n: t for n, t in tensors.items() if not n.startswith("momentum.")})
        named = dict(self.model.named_parameters())
        for name, parameter in named.items():
            momentum = torch.empty_like(parameter).copy_(tensors["momentum." + name])
            self.optimiser.state[parameter]["momentum_buffer"] = momentum
        self.optimiser.param_groups[0]["lr"] = lr
        self.task["loss"]["weight"] = compact
        loss = self.step(frames, labels)
        after = dict(self.model.state_dict())
        for name, parameter in named.items():
            after["momentum." + name] = self.optimiser.state[parameter]["momentum_buffer"]
        write_safetensors(returned, after)
        return {"loss": loss}

    def evaluate(self, batches):
        """Forward passes with running statistics as they were when this was first asked for."""
        if self.evaluator is None:
            model = folded(self.model)
            if self.layout == "channels_last":
                model.backbone.to(memory_format=torch.channels_last)
            self.evaluator = model
            if self.mode != "eager":
                torch._inductor.config.freezing = True
                self.evaluator = torch.compile(model, dynamic=False)
        seconds, logits, losses = [], [], []
        inputs = [self.frames(batch) for batch in batches]
        # Frozen graphs are made for no_grad; eager code is fastest in inference mode.
        with torch.inference_mode() if self.mode == "eager" else torch.no_grad():
            for batch, frames in zip(batches, inputs):
                start = time.perf_counter()
                with torch.autocast("cpu", torch.bfloat16, enabled=self.autocast):
                    answer = self.evaluator(frames, False)
                seconds.append(time.perf_counter() - start)
                answer = answer if self.dtype == torch.float64 else answer.float()
                logits.append(answer.tolist())
                labels = self.task["labels"][batch]
                losses.append(loss_of(answer, labels, self.task["loss"]["weight"], self.task["loss"]["form"]).item())
        return {"seconds": seconds, "losses": losses, "logits": logits}

    def save(self, path):
        """Parameters and statistics, and gradients as "grad.<name>"."""
        tensors = dict(self.model.state_dict())
        tensors.update({"grad." + n: p.grad for n, p in self.model.named_parameters() if p.grad is not None})
        write_safetensors(path, tensors)
        return {}


# --- requests -----------------------------------------------------------------------------------------------------------

TASK = {}
VARIANTS = {}


def load(request):
    """Model, loss and optimiser; weights by name; clips [batches, B, F, h, w, 3], labels [batches, B]."""
    torch.set_num_threads(request["threads"])
    TASK.update({key: request[key] for key in ("model", "loss", "optimiser")})
    TASK.update(weights=read_safetensors(request["weights"]))
    if "batches" in request:
        batches = read_safetensors(request["batches"])
        TASK.update(clips=batches["clips"], labels=batches["labels"])
    return version(request)


def version(request):
    return {"torch": torch.__version__, "capability": torch.backends.cpu.get_cpu_capability()}


def prepare(request):
    """A variant with the loaded weights, under a name."""
    VARIANTS.pop(request["variant"], None)
    VARIANTS[request["variant"]] = Variant(TASK, request["layout"], request["mode"], request["precision"])
    return {}


def steps(request):
    return VARIANTS[request["variant"]].steps(request["batches"])


def train(request):
    return VARIANTS[request["variant"]].train(
        request["given"], request["returned"], request["lr"], request["compact"]
    )


def evaluate(request):
    return VARIANTS[request["variant"]].evaluate(request["batches"])


def save(request):
    return VARIANTS[request["variant"]].save(request["path"])


def peak(request):
    """The largest resident set so far, bytes."""
    return {"bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}


def main():
    answers = sys.stdout
    # What libraries print must not get between the answers.
    sys.stdout = sys.stderr
    torch.set_num_interop_threads(1)
    requests = {f.__name__: f for f in (version, load, prepare, steps, train, evaluate, save, peak)}
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = requests[request["request"]](request)
        except Exception as e:
            answer = {"error": "%s: %s" % (type(e).__name__, str(e).strip().split("\n")[0])}
        print(json.dumps(answer), file=answers, flush=True)


main()
