using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Strings;

/// <summary>Parts of strings.</summary>
public static class SubstrOp
{
    [Op("strings.substr")]
    public static OpDef Substr { get; } = new()
    {
        Name = "Substr",
        Summary = "Of each string the len bytes from pos on, fewer where it ends before; with unit UTF8_CHAR characters. A negative pos counts "
            + "from the end. pos and len have one shape and are broadcast with the strings.",
        Inputs = ["input: string", "pos: T", "len: T"],
        Outputs = ["output: string"],
        Attrs = ["T: {int32, int64}", StringElements.Unit],
        Example = "strings.substr('graphrun', 5, 3)",
        Shape = context =>
        {
            ShapeContext.Merge(context.Input(1), context.Input(2));
            context.Output(0, Broadcasting.Combine(context.Input(0), context.Input(1)));
        },
        Kernel = builder =>
        {
            var isUnicode = builder.Attrs.Text("unit") == "UTF8_CHAR";
            return step => Run(step, isUnicode);
        },
        Gradient = Gradients.GradientRules.Stop,
    };

    private static void Run(Step step, bool isUnicode)
    {
        if (!step.Input(1).Shape.Equals(step.Input(2).Shape))
            throw StringElements.Invalid($"pos and len should have the same shape, got: {step.Input(1).Shape} vs. {step.Input(2).Shape}");
        var shape = Broadcasting.Combine(step.Input(0).Shape, step.Input(1).Shape);
        var (texts, starts, lengths) = (Stretch(step.Input(0), shape), Stretch(step.Input(1), shape), Stretch(step.Input(2), shape));
        var output = step.Allocate(0, shape).Writable<byte[]>();
        for (var i = 0; i < output.Length; i++)
            output[i] = Part(texts.Values<byte[]>()[i], starts.Integer(i), lengths.Integer(i), isUnicode, i);
    }

    private static Tensor Stretch(Tensor tensor, Shape shape)
    {
        if (tensor.Shape.Equals(shape))
            return tensor;
        var stretched = Tensor.Allocate(tensor.DType, shape);
        Repeating.BroadcastTo(tensor, stretched);
        return stretched;
    }

    private static byte[] Part(byte[] text, long start, long length, bool isUnicode, int index)
    {
        var characters = isUnicode ? StringElements.Characters(text) : null;
        var count = characters is null ? text.Length : characters.Count - 1;
        if (start < -count || start > count)
            throw StringElements.Invalid($"pos {start} out of range for string b'{StringElements.Show(text)}' at index {index}");
        var begin = start < 0 ? start + count : start;
        var end = Math.Clamp(begin + Math.Min(length, count), begin, count);
        return characters is null ? text[(int)begin..(int)end] : text[characters[(int)begin]..characters[(int)end]];
    }
}
