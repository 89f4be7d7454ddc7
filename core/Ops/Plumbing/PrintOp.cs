using System.Text;
using GraphRun.Gradients;
using GraphRun.Tensors;

namespace GraphRun.Ops.Plumbing;

/// <summary>Ops that say something on the way, in canonical order, on standard error.</summary>
public static class PrintOp
{
    [Op("print")]
    public static OpDef Print { get; } = new()
    {
        Name = "Print",
        Summary = "The input; prints 'message[data0][data1]', of each tensor the first 'summarize' elements. With first_n at least 0 only the first n times in one invocation.",
        Inputs = ["input: T", "data: U"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "U: list(type) >= 0", "message: string = ''", "first_n: int = -1", "summarize: int = 3"],
        Example = "print(x, x, message='x = ')",
        Shape = ShapeRules.Unchanged,
        IsStateful = true,
        ForwardsInputs = true,
        Kernel = builder =>
        {
            var (message, limit, left) = (builder.Attrs.Text("message"), builder.Attrs.Int("summarize"), builder.Attrs.Int("first_n"));
            var print = builder.Session.Print;
            return step =>
            {
                step.Forward(0, step.Input(0));
                if (left == 0)
                    return;
                left -= left > 0 ? 1 : 0;
                print($"{message}{string.Concat(step.Inputs().Skip(1).Select(tensor => $"[{TensorSummary.Of(tensor, limit)}]"))}\n");
            };
        },
        Gradient = context => [context.Gradient(), .. context.Node.Inputs.Skip(1).Select(_ => (Graphs.Output?)null)],
    };

    [Op]
    public static OpDef PrintV2 { get; } = new()
    {
        Name = "PrintV2",
        Summary = "Prints a string. It always goes to standard error, whatever output_stream says, because standard output carries fetched values alone.",
        Inputs = ["input: string"],
        Attrs = ["output_stream: string = 'stderr'", "end: string = '\n'"],
        Example = "PrintV2('step')",
        Shape = ShapeRules.Unknown,
        IsStateful = true,
        Kernel = builder =>
        {
            var (print, end) = (builder.Session.Print, builder.Attrs.Text("end"));
            return step => print(Encoding.UTF8.GetString(step.Input(0).Value<byte[]>()) + end);
        },
        Gradient = GradientRules.Stop,
    };
}
