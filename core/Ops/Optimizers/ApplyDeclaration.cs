using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Ops.State;
using GraphRun.Tensors;

namespace GraphRun.Ops.Optimizers;

/// <summary>Computes the new values of a variable and its slots.</summary>
/// <param name="current">The variable and its slots.</param>
/// <param name="indices">The slices along the first dim that the gradient is for; null when it is for all.</param>
/// <param name="scalars">The op's scalar inputs in their order.</param>
/// <param name="spare">Tensors that the new values may be written to; null where there is none.</param>
internal delegate Tensor[] ApplyStep(Tensor[] current, Tensor gradient, Tensor? indices, Tensor[] scalars, Tensor?[] spare);

/// <summary>
/// The parts that the ops of optimizers declare alike (<c>core/kernels/training_ops.cc</c>): each reads a variable and its slots, computes
/// their next values and writes them, in one place of the order.
/// </summary>
internal static class ApplyDeclaration
{
    /// <summary>Over reference variables.</summary>
    /// <param name="inputs">
    /// The names of the inputs: first the variable and its slots, then scalars, <c>grad</c> or <c>delta</c>, and <c>indices</c>.
    /// </param>
    /// <param name="slots">How many slots there are.</param>
    internal static OpDef Reference(string name, string summary, string inputs, int slots, string[] attrs, Func<Attrs, ApplyStep> rule)
    {
        var names = inputs.Split(' ');
        return new OpDef
        {
            Name = name,
            Summary = $"{summary} The output is the variable's value right after this write.",
            Inputs = [.. names.Select((input, i) => Declared(input, i <= slots ? "Ref(T)" : "T"))],
            Outputs = ["out: Ref(T)"],
            Example = Example(name, names, slots, "v"),
            Attrs = [.. Attrs(names), .. attrs],
            Shape = context =>
            {
                Check(context, context.Input(0), names);
                context.Output(0, context.Input(0));
            },
            IsStateful = true,
            IsWriter = true,
            ForwardsInputs = true,
            Kernel = builder =>
            {
                var (step, order) = (rule(builder.Attrs), new ApplyInputs(names, slots));
                var (variables, reads) = (new Variable[slots + 1], new VariableRead[slots + 1]);
                for (var i = 0; i <= slots; i++)
                {
                    variables[i] = builder.Variable(i);
                    var declaration = Graph.VariableBehind(builder.Node.Inputs[i])!;
                    reads[i] = new VariableRead(variables[i], declaration, builder.Node) { IsPassing = true };
                }

                return run =>
                {
                    var next = Next(run, order, Array.ConvertAll(reads, static read => read.Value()), variables, step);
                    for (var i = 0; i < next.Length; i++)
                        variables[i].AssignOwned(next[i]);
                    run.Forward(0, run.IsPassing ? next[0] : variables[0].Value!);
                };
            },
        };
    }

    /// <summary>The same over the variables behind handles.</summary>
    internal static OpDef Resource(string name, string summary, string inputs, int slots, string[] attrs, Func<Attrs, ApplyStep> rule)
    {
        var names = inputs.Split(' ');
        return new OpDef
        {
            Name = name,
            Summary = summary,
            Inputs = [.. names.Select((input, i) => Declared(input, i <= slots ? "resource" : "T"))],
            Example = Example(name, names, slots, "handle"),
            Attrs = [.. Attrs(names), .. attrs],
            Shape = context =>
            {
                if (context.VariableBehind(0) is { } variable)
                    Check(context, variable.Attrs.Shape("shape"), names);
            },
            IsStateful = true,
            IsWriter = true,
            Kernel = builder =>
            {
                var (step, order) = (rule(builder.Attrs), new ApplyInputs(names, slots));
                var (variables, current) = (new Variable[slots + 1], new Tensor[slots + 1]);
                return run =>
                {
                    for (var i = 0; i < variables.Length; i++)
                    {
                        var handle = VariableHandle.Of(run.Input(i));
                        (variables[i], current[i]) = (handle.Variable, handle.Read(builder.Node));
                    }

                    var next = Next(run, order, current, variables, step);
                    for (var i = 0; i < next.Length; i++)
                        variables[i].Assign(next[i]);
                };
            },
        };
    }

    private static string Example(string name, string[] names, int slots, string variable) =>
        $"{name}({string.Join(", ", names.Select((input, i) => i <= slots ? variable : Argument(input, names.Contains("indices"))))})";

    private static string Argument(string input, bool isSparse) => input switch
    {
        "grad" or "delta" => isSparse ? "[0.1, 0.2]" : "[0.1, 0.2, 0.3]",
        "indices" => "[0, 2]",
        _ => "0.5",
    };

    private static string Declared(string name, string type) => name == "indices" ? "indices: Tindices" : $"{name}: {type}";

    private static IEnumerable<string> Attrs(string[] names) =>
    [
        "T: {bfloat16, half, float, double}",
        .. names.Contains("indices") ? (string[])["Tindices: {int32, int64}"] : [],
        "use_locking: bool = false",
    ];

    private static int GradientOf(string[] names) => Array.FindIndex(names, name => name is "grad" or "delta");

    private static void Check(ShapeContext context, Shape variable, string[] names)
    {
        var gradient = GradientOf(names);
        for (var i = 1; i < names.Length; i++)
        {
            var isNumbers = i != gradient && names[i] != "indices" && context.InputDType(i) == context.InputDType(gradient);
            if (isNumbers && context.Input(i).Rank > 0)
                CheckSlotOrScalar(context, i, names[i], variable);
        }

        if (!names.Contains("indices") && !variable.Accepts(context.Input(gradient)))
            throw ShapeContext.Error(Different(names[gradient], variable, context.Input(gradient)));
    }

    private static void CheckSlotOrScalar(ShapeContext context, int index, string name, Shape variable)
    {
        if (context.VariableBehind(index) is null)
            throw ShapeContext.Error($"{name} is not a scalar: {context.Input(index)}");
        if (!variable.Accepts(context.Input(index)))
            throw ShapeContext.Error(Different(name, variable, context.Input(index)));
    }

    private static string Different(string name, Shape variable, Shape other) =>
        $"var and {name} do not have the same shape{variable} {other}";

    private static Tensor[] Next(Step step, ApplyInputs order, Tensor[] current, Variable[] variables, ApplyStep rule)
    {
        var (gradient, indices) = (step.Input(order.Gradient), order.Indices < 0 ? null : step.Input(order.Indices));
        var scalars = new Tensor[order.Scalars.Length];
        for (var i = 0; i < scalars.Length; i++)
        {
            var scalar = step.Input(order.Scalars[i]);
            scalars[i] = scalar.Rank == 0 ? scalar : throw Invalid($"{order.Names[order.Scalars[i]]} is not a scalar: {scalar.Shape}");
        }

        for (var i = 1; i < current.Length; i++)
            Require(order.Names[i], current[0].Shape, current[i].Shape, current[0].Shape);
        var expected = indices is null ? current[0].Shape : indices.Rank == 1 && current[0].Rank > 0
            ? indices.Shape.Then(current[0].Shape.From(1))
            : throw Invalid("indices must be one-dimensional, and var at least 1-dimensional");
        Require(order.Names[order.Gradient], current[0].Shape, gradient.Shape, expected);
        return rule(current, gradient, indices, scalars, Array.ConvertAll(variables, static variable => variable.TakeSpare()));
    }

    private static void Require(string name, Shape variable, Shape shape, Shape expected)
    {
        if (!shape.Equals(expected))
            throw Invalid(Different(name, variable, shape));
    }

    private static GraphRunException Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
