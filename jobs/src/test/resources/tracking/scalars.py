"""Prints "tag step value" for each scalar that TensorBoard's own reader finds in a folder."""

import sys

from tensorboard.backend.event_processing.plugin_event_accumulator import EventAccumulator

events = EventAccumulator(sys.argv[1], tensor_size_guidance={"scalars": 0})
events.Reload()
for tag in sorted(events.Tags()["tensors"]):
    for event in events.Tensors(tag):
        print(tag, event.step, event.tensor_proto.float_val[0])
