using GraphRun.Graphs;

namespace GraphRun.Gradients;

/// <summary>
/// The gradient of a function, in two parts: the function itself with further results, namely what its gradient needs to know of it, and
/// the nodes of the gradient, which can be put into another function. So nothing is computed twice and random numbers stay the same.
/// </summary>
internal sealed class FunctionGradient
{
    private readonly GraphFunction function;
    private readonly GraphBuilder work;
    private readonly Dictionary<Node, Node> copies = [];
    private readonly HashSet<Node> forward;
    private readonly List<Output> arriving = [];
    private readonly List<Node> backward;

    /// <param name="results">Whether a gradient arrives at each of the function's results.</param>
    /// <param name="parameters">Whether the gradient of each parameter is wanted.</param>
    /// <param name="variables">The names of the variables whose gradients are wanted.</param>
    internal FunctionGradient(GraphFunction function, bool[] results, bool[] parameters, IEnumerable<string> variables)
    {
        this.function = function;
        work = new GraphBuilder { Name = function.Body.Name, Seed = function.Body.Seed };
        foreach (var callee in function.Body.Functions.Values)
            work.AddFunction(callee);
        foreach (var node in function.Body.Nodes.OrderBy(node => node.Position))
        {
            var controls = node.ControlInputs.Select(control => copies[control]);
            copies.Add(node, work.Copy(node, node.Attrs, [.. node.Inputs.Select(Copied)], [.. controls]));
        }

        var names = variables.Where(function.Variables.Contains).ToList();
        var declarations = names.ConvertAll(name => VariableNodes.Declarations(work, function, name));
        forward = [.. work.Nodes];
        Output[] ys = [.. function.Results.Where((_, i) => results[i]).Select(Copied)];
        foreach (var y in ys)
            arriving.Add(work.Placeholder(work.UniqueName("_arriving"), y.DType, y.Shape));
        var inputs = function.Parameters.Select(parameter => new Output(copies[parameter], 0));
        Output[] xs = [.. inputs, .. declarations.SelectMany(outputs => outputs)];
        var wanted = xs.Where((_, i) => i >= parameters.Length || parameters[i]).ToList();
        var request = new GradientRequest { Ys = ys, Xs = wanted, YGradients = [.. arriving.Select(output => (Output?)output)] };
        var gradients = Backpropagation.Gradients(work, request);
        var gradientOf = wanted.Zip(gradients).ToDictionary(pair => pair.First, pair => pair.Second);
        Parameters = [.. xs.Take(parameters.Length).Select(x => gradientOf.GetValueOrDefault(x))];
        Variables = [.. names.Select((name, i) => (name, VariableNodes.Sum(work, declarations[i].Select(output => gradientOf[output]))))];
        (backward, Saved) = Crossing();
    }

    /// <summary>The gradients of the parameters; null where none is wanted or flows.</summary>
    internal Output?[] Parameters { get; }

    /// <summary>The gradients of the variables that the function uses and whose gradients are wanted.</summary>
    internal IReadOnlyList<(string Name, Output? Gradient)> Variables { get; }

    /// <summary>What the gradient needs to know of the function.</summary>
    internal IReadOnlyList<Output> Saved { get; }

    /// <summary>Where the gradients of the results arrive, of those at which one does.</summary>
    internal IReadOnlyList<Output> Arriving => arriving;

    /// <summary>What stands for a parameter among what can be saved.</summary>
    internal Output Parameter(int index) => new(copies[function.Parameters[index]], 0);

    /// <summary>The function with further results.</summary>
    /// <param name="more">Makes the further results: gets the builder and what stands there for one of <see cref="Saved"/>.</param>
    internal GraphFunction Forward(string name, Func<GraphBuilder, Func<Output, Output>, IEnumerable<Output>> more)
    {
        var body = Builder();
        var moved = new Dictionary<Node, Node>();
        foreach (var node in work.Nodes)
        {
            if (!forward.Contains(node))
                continue;
            var controls = node.ControlInputs.Select(control => moved[control]);
            moved.Add(node, body.Copy(node, node.Attrs, [.. node.Inputs.Select(Moved)], [.. controls]));
        }

        Output[] results = [.. function.Results.Select(result => Moved(Copied(result))), .. more(body, Moved)];
        Node[] parameters = [.. function.Parameters.Select(parameter => moved[copies[parameter]])];
        return new GraphFunction(name, body.Build(), parameters, results, [.. function.Effects.Select(effect => moved[copies[effect]])]);

        Output Moved(Output output) => new(moved[output.Node], output.Index);
    }

    /// <summary>A builder that knows the functions which the nodes of the gradient call.</summary>
    internal GraphBuilder Builder()
    {
        var builder = new GraphBuilder { Name = work.Name, Seed = work.Seed };
        AddFunctions(builder);
        return builder;
    }

    /// <summary>Lets a builder know the functions which the nodes of the gradient call.</summary>
    internal void AddFunctions(GraphBuilder builder)
    {
        foreach (var callee in work.Functions.Values)
        {
            if (!builder.Functions.ContainsKey(callee.Name))
                builder.AddFunction(callee);
        }
    }

    /// <summary>Adds the nodes of the gradient.</summary>
    /// <param name="gradients">What stands for each of <see cref="Arriving"/>.</param>
    /// <param name="saved">What stands for each of <see cref="Saved"/>.</param>
    /// <returns>Finds what stands for an output of <see cref="Parameters"/> or <see cref="Variables"/>.</returns>
    internal Func<Output, Output> AddBackward(GraphBuilder builder, IReadOnlyList<Output> gradients, IReadOnlyList<Output> saved)
    {
        var known = arriving.Zip(gradients).Concat(Saved.Zip(saved)).ToDictionary(pair => pair.First, pair => pair.Second);
        foreach (var node in backward)
        {
            var copy = builder.Copy(node, node.Attrs, [.. node.Inputs.Select(input => known[input])], []);
            for (var i = 0; i < node.OutputDTypes.Length; i++)
                known.TryAdd(new Output(node, i), new Output(copy, i));
        }

        return output => known[output];
    }

    private Output Copied(Output output) => new(copies[output.Node], output.Index);

    /// <summary>The nodes of the gradient, what it repeats of the function among them, and the values that it takes from the function.</summary>
    private (List<Node> Nodes, List<Output> Saved) Crossing()
    {
        var (needed, saved) = (new HashSet<Node>(), new List<Output>());
        var sources = arriving.Select(output => output.Node).ToHashSet();
        var pending = new Stack<Output>(Parameters.Concat(Variables.Select(variable => variable.Gradient)).OfType<Output>().Reverse());
        while (pending.TryPop(out var output))
        {
            if (sources.Contains(output.Node))
                continue;
            if (forward.Contains(output.Node) && !IsRepeatable(output.Node))
            {
                if (!saved.Contains(output))
                    saved.Add(output);
            }
            else if (needed.Add(output.Node))
            {
                foreach (var input in output.Node.Inputs)
                    pending.Push(input);
            }
        }

        return ([.. work.Nodes.Where(needed.Contains)], saved);
    }

    private bool IsRepeatable(Node node) => node.Op.DeclaresVariable
        || (node is { IsPure: true, Inputs.Count: 0, Functions.Count: 0 } && !function.Parameters.Any(parameter => copies[parameter] == node));
}
