using GraphRun.Execution;

namespace GraphRun.Ops.Strings;

/// <summary>Lengths of strings.</summary>
public static class StringLengthOp
{
    [Op("strings.length")]
    public static OpDef StringLength { get; } = new()
    {
        Name = "StringLength",
        Summary = "The length of each string in bytes, or in characters with unit UTF8_CHAR.",
        Inputs = ["input: string"],
        Outputs = ["output: int32"],
        Attrs = [StringElements.Unit],
        Example = "strings.length(['graph', ''])",
        Shape = ShapeRules.Unchanged,
        Kernel = builder =>
        {
            var isUnicode = builder.Attrs.Text("unit") == "UTF8_CHAR";
            return step => Run(step, isUnicode);
        },
        Gradient = Gradients.GradientRules.Stop,
    };

    private static void Run(Step step, bool isUnicode)
    {
        var input = step.Input(0);
        var lengths = step.Allocate(0, input.Shape).Writable<int>();
        var values = input.Values<byte[]>();
        for (var i = 0; i < lengths.Length; i++)
            lengths[i] = isUnicode ? StringElements.Characters(values[i]).Count - 1 : values[i].Length;
    }
}
