using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Tensors side by side and apart again: Concat, Pack, Split, SplitV, Unpack.</summary>
public static class Joining
{
    /// <summary>The inputs one after the other along a dim; their other dims are equal.</summary>
    public static void Concatenate(ReadOnlySpan<Tensor> inputs, int axis, Tensor output)
    {
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
}
