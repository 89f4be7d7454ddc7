using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Tensors side by side and apart again: Concat, Pack, Split, SplitV, Unpack.</summary>
public static class Joining
{
    // Shorter runs are left to loops of their own; so many bytes are worth a thread's while.
    private const int ShortestRun = 128;
    private const long BytesOfPiece = 1 << 18;

    /// <summary>The inputs one after the other along a dim; their other dims are equal.</summary>
    public static void Concatenate(ReadOnlySpan<Tensor> inputs, int axis, Tensor output)
    {
        var (outer, size, inner) = output.Shape.SplitAt(axis);
        var bytes = output.DType.Size() * inner;
        if (bytes * size >= ShortestRun * inputs.Length && bytes * size <= int.MaxValue)
        {
            var grain = Math.Max(1, BytesOfPiece / (bytes * size));
            Workers.For(outer, grain, new JoinedRows(inputs.ToArray(), axis, (int)bytes, output));
            return;
        }

        var begin = 0L;
        foreach (var input in inputs)
        {
            var place = StridedView.Of(output.Shape).Slice(axis, begin, input.Shape[axis]);
            StridedCopy.Run(input, StridedView.Of(input.Shape), output, place);
            begin += input.Shape[axis];
        }
    }

    /// <summary>Inputs of one shape along a new dim of the output.</summary>
    public static void Stack(ReadOnlySpan<Tensor> inputs, int axis, Tensor output)
    {
        for (var i = 0; i < inputs.Length; i++)
            StridedCopy.Run(inputs[i], StridedView.Of(inputs[i].Shape), output, StridedView.Of(output.Shape).At(axis, i));
    }

    /// <summary>Parts along a dim, each as long as its output is.</summary>
    public static void Split(Tensor input, int axis, ReadOnlySpan<Tensor> outputs)
    {
        var begin = 0L;
        foreach (var output in outputs)
        {
            StridedCopy.Run(input, StridedView.Of(input.Shape).Slice(axis, begin, output.Shape[axis]), output);
            begin += output.Shape[axis];
        }
    }

    /// <summary>Each index of a dim as an output of its own, without the dim.</summary>
    public static void Unstack(Tensor input, int axis, ReadOnlySpan<Tensor> outputs)
    {
        for (var i = 0; i < outputs.Length; i++)
            StridedCopy.Run(input, StridedView.Of(input.Shape).At(axis, i), outputs[i]);
    }

    // One row of the output after the other, so that it is written from its beginning to its end.
    private readonly struct JoinedRows(Tensor[] inputs, int axis, int bytes, Tensor output) : IRangeBody
    {
        public void Run(long start, long end)
        {
            var target = start * bytes * output.Shape[axis];
            for (var row = start; row < end; row++)
            {
                foreach (var input in inputs)
                {
                    var run = (int)input.Shape[axis] * bytes;
                    input.Bytes(row * run, run).CopyTo(output.Bytes(target, run));
                    target += run;
                }
            }
        }
    }
}
