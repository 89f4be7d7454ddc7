using System.Text;
using GraphRun.Execution;
using GraphRun.Tensors;

namespace GraphRun.Ops.Strings;

/// <summary>Values put into a text.</summary>
public static class StringFormatOp
{
    [Op("strings.format")]
    public static OpDef StringFormat { get; } = new()
    {
        Name = "StringFormat",
        Summary = "The template with each placeholder replaced by one input: [1 2 3], and of more than twice summarize elements in a dim "
            + "the first and last "
            + "summarize of them; all with summarize -1. Strings stand in quotes in tensors of rank 1 and above.",
        Inputs = ["inputs: T"],
        Outputs = ["output: string"],
        Attrs = ["T: list(type) >= 0", "template: string = '%s'", "placeholder: string = '%s'", "summarize: int = 3"],
        Parameters = ["template: template", "inputs: inputs", "placeholder: placeholder = '{}'", "summarize: summarize = 3"],
        Example = "strings.format('x is {}', [x])",
        Shape = ShapeRules.Scalar,
        Kernel = builder =>
        {
            var (limit, inputs) = (builder.Attrs.Int("summarize"), builder.Node.Inputs.Count);
            var parts = builder.Attrs.Text("template").Split(builder.Attrs.Text("placeholder"));
            if (parts.Length - 1 != inputs)
                throw StringElements.Invalid($"num placeholders in template and num inputs must match: {parts.Length - 1} vs. {inputs}");
            return step => Write(step, parts, limit);
        },
        Gradient = Gradients.GradientRules.Stop,
    };

    private static void Write(Step step, string[] parts, long limit)
    {
        var text = new StringBuilder(parts[0]);
        for (var i = 0; i < step.InputCount; i++)
            text.Append(TensorSummary.Nested(step.Input(i), limit)).Append(parts[i + 1]);
        step.Allocate(0, Shape.Scalar).Writable<byte[]>()[0] = Encoding.UTF8.GetBytes(text.ToString());
    }
}
