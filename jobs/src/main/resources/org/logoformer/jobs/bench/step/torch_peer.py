"""The same training step in PyTorch: what `logo bench step|seeds --peer` compare with. The network is in a file of its own.

A child process of the benchmark. It reads a JSON request from each line of standard input and answers with one line of
JSON: the answer, or {"error": message}. Requests: version, load, prepare, steps, train, evaluate, save, peak; see the
functions below.

Written for speed, as far as PyTorch's public interface goes: fused attention, channels_last, torch.compile, operations
over whole lists of parameters, BatchNorm folded into the convolutions for evaluation. Only torch is needed.
"""

import ctypes
import importlib.util
import json
import resource
import struct
import sys
import time

try:
    import torch
    import torch.nn.functional as F
except ImportError as missing:
    print(json.dumps({"missing": str(missing)}), flush=True)
    sys.exit(0)

from torch_parts import folded

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


# --- the loss -----------------------------------------------------------------------------------------------------------


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


# --- variants -----------------------------------------------------------------------------------------------------------


class Variant:
    """One way to run the network: memory format, eager or compiled, precision."""

    def __init__(self, task, layout, mode, precision):
        self.task, self.layout, self.mode = task, layout, mode
        self.autocast = precision == "bf16"
        self.dtype = torch.float64 if precision == "f64" else torch.float32
        self.model = task["network"](task["model"])
        self.model.load_state_dict(task["weights"])
        self.model.to(self.dtype)
        if layout == "channels_last":
            self.model.channels_last()
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

    def images(self, batch):
        """What the network takes, made once: the peer's input needs no copy in its step."""
        if batch not in self.made:
            images = self.model.images(self.task["clips"][batch].to(self.dtype) / 255)
            self.made[batch] = images if self.layout == "channels_last" else images.contiguous()
        return self.made[batch]

    def loss(self, images, labels, moving):
        with torch.autocast("cpu", torch.bfloat16, enabled=self.autocast):
            logits = self.model(images, moving)
        return loss_of(logits, labels, self.task["loss"]["weight"], self.task["loss"]["form"])

    def gradient(self, images, labels, moving):
        loss = self.pass_loss(images, labels, moving)
        loss.backward()
        return loss

    def step(self, images, labels):
        """One SAM step (plain SGD with rho = 0); the loss of pass 1."""
        self.model.train()
        self.optimiser.zero_grad(set_to_none=True)
        loss = self.gradient(images, labels, True)
        rho = self.task["optimiser"]["rho"]
        if rho > 0:
            with torch.no_grad():
                gradients = [p.grad for p in self.parameters]
                norm = torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients)))
                torch._foreach_copy_(self.saved, self.parameters)
                torch._foreach_mul_(gradients, rho / (norm + 1e-12))
                torch._foreach_add_(self.parameters, gradients)
            self.optimiser.zero_grad(set_to_none=True)
            self.gradient(images, labels, False)
            with torch.no_grad():
                torch._foreach_copy_(self.parameters, self.saved)
        self.optimiser.step()
        return loss.item()

    def steps(self, batches):
        seconds, losses = [], []
        for batch in batches:
            images, labels = self.images(batch), self.task["labels"][batch]
            start = time.perf_counter()
            losses.append(self.step(images, labels))
            seconds.append(time.perf_counter() - start)
        return {"seconds": seconds, "losses": losses}

    def train(self, given, returned, lr, compact):
        """One step from the given parameters, statistics and momentum, on the given clips; what they are then."""
        tensors = read_safetensors(given)
        clips, labels = tensors.pop("clips"), tensors.pop("labels").argmax(1)
        images = self.model.images(clips)
        self.model.load_state_dict({n: t for n, t in tensors.items() if not n.startswith("momentum.")})
        named = dict(self.model.named_parameters())
        for name, parameter in named.items():
            momentum = torch.empty_like(parameter).copy_(tensors["momentum." + name])
            self.optimiser.state[parameter]["momentum_buffer"] = momentum
        self.optimiser.param_groups[0]["lr"] = lr
        self.task["loss"]["weight"] = compact
        loss = self.step(images, labels)
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
                model.channels_last()
            self.evaluator = model
            if self.mode != "eager":
                torch._inductor.config.freezing = True
                self.evaluator = torch.compile(model, dynamic=False)
        seconds, logits, losses = [], [], []
        inputs = [self.images(batch) for batch in batches]
        # Frozen graphs are made for no_grad; eager code is fastest in inference mode.
        with torch.inference_mode() if self.mode == "eager" else torch.no_grad():
            for batch, images in zip(batches, inputs):
                start = time.perf_counter()
                with torch.autocast("cpu", torch.bfloat16, enabled=self.autocast):
                    answer = self.evaluator(images, False)
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
    """The twin, model, loss and optimiser; weights by name; clips [batches, B, F, h, w, 3], labels [batches, B]."""
    torch.set_num_threads(request["threads"])
    TASK.update({key: request[key] for key in ("model", "loss", "optimiser")})
    TASK.update(network=network(request["twin"]), weights=read_safetensors(request["weights"]))
    if "batches" in request:
        batches = read_safetensors(request["batches"])
        TASK.update(clips=batches["clips"], labels=batches["labels"])
    return version(request)


def network(path):
    """Class Network of the file; torch_parts.py says what it has."""
    spec = importlib.util.spec_from_file_location("twin", path)
    twin = importlib.util.module_from_spec(spec)
    # torch.compile looks for it there.
    sys.modules["twin"] = twin
    spec.loader.exec_module(twin)
    return twin.Network


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
