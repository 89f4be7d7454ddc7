using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// An equation of Einsum, <c>"bij,bjk->bik"</c>: a letter names a dim, a letter that stands twice in one input its diagonal, <c>...</c> all
/// dims without a name, which are broadcast from the right (<c>core/util/einsum_op_util.cc</c>). Blanks mean nothing.
/// </summary>
public sealed class EinsumEquation
{
    /// <summary>What stands for <c>...</c> among the letters.</summary>
    private const char Ellipsis = '.';

    private EinsumEquation(string text, string[] inputs, string output)
    {
        Text = text;
        Inputs = inputs;
        Output = output;
    }

    /// <summary>The equation as it was written.</summary>
    public string Text { get; }

    /// <summary>The subscripts of the inputs, each letter one character and an ellipsis one dot.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The subscripts of the output.</summary>
    public string Output { get; }

    /// <summary>Reads an equation for one or two inputs.</summary>
    /// <exception cref="GraphRunException">
    /// <c>Expecting exactly one '->' in einsum equation: ij</c>, <c>Expected 2 inputs for equation ij,jk->ik but got: 1</c>, <c>Einsum output
    /// subscripts for equation 'ij->k' has label 'k' which is not present in the input subscripts</c>
    /// </exception>
    public static EinsumEquation Parse(string text, int inputs)
    {
        var sides = text.Replace(" ", "", StringComparison.Ordinal).Split("->");
        if (sides.Length != 2)
            throw Invalid($"Expecting exactly one '->' in einsum equation: {text}");
        var subscripts = sides[0].Split(',');
        if (subscripts.Length > 2)
            throw Invalid($"Expected at most 2 inputs in einsum equation: {text}");
        if (subscripts.Length != inputs)
            throw Invalid($"Expected {subscripts.Length} inputs for equation {text} but got: {inputs}");
        var equation = new EinsumEquation(text, [.. subscripts.Select(subscript => Shorten(subscript, text))], Shorten(sides[1], text));
        foreach (var label in equation.Output)
        {
            if (label != Ellipsis && !equation.Inputs.Any(input => input.Contains(label)))
                throw Invalid(
                    $"Einsum output subscripts for equation '{text}' has label '{label}' which is not present in the input subscripts");
        }

        return equation;
    }

    /// <summary>The labels of an input's dims: letters, and for the dims of an ellipsis -1, -2, ... from the last.</summary>
    /// <exception cref="GraphRunException"><c>Shape must be rank 3 but is rank 2</c></exception>
    public int[] LabelsOf(int input, int rank)
    {
        var letters = Inputs[input];
        var (named, hasEllipsis) = (letters.Count(letter => letter != Ellipsis), letters.Contains(Ellipsis));
        if (hasEllipsis ? rank < named : rank != named)
            throw Mismatch($"Shape must be {(hasEllipsis ? "at least " : "")}rank {named} but is rank {rank}");
        return Expand(letters, rank - named);
    }

    /// <summary>The labels of the output's dims, for inputs of these ranks.</summary>
    public int[] OutputLabels(ReadOnlySpan<int> ranks)
    {
        var broadcast = 0;
        for (var i = 0; i < ranks.Length; i++)
            broadcast = Math.Max(broadcast, ranks[i] - Inputs[i].Count(letter => letter != Ellipsis));
        if (broadcast > 0 && !Output.Contains(Ellipsis))
            throw Invalid($"Einsum output subscripts for equation '{Text}' need an ellipsis because those of the inputs have one");
        return Expand(Output, broadcast);
    }

    /// <summary>The output's shape as far as the inputs' shapes are known.</summary>
    /// <exception cref="GraphRunException"><c>Dimensions must be equal, but are 3 and 4</c></exception>
    public Shape OutputShape(ReadOnlySpan<Shape> inputs)
    {
        foreach (var input in inputs)
        {
            if (!input.HasRank)
                return Output.Contains(Ellipsis) ? Shape.UnknownRank : Shape.OfRank(Output.Length);
        }

        var sizes = new Dictionary<int, (long Size, string? Name)>();
        var ranks = new int[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            ranks[i] = inputs[i].Rank;
            var labels = LabelsOf(i, ranks[i]);
            for (var axis = 0; axis < labels.Length; axis++)
                sizes[labels[axis]] = Join(labels[axis], sizes, inputs[i][axis], inputs[i].NameOf(axis));
        }

        var output = OutputLabels(ranks);
        return Shape.Named([.. output.Select(label => sizes[label].Size)], [.. output.Select(label => sizes[label].Name)]);
    }

    private static (long Size, string? Name) Join(int label, Dictionary<int, (long Size, string? Name)> sizes, long size, string? name)
    {
        if (!sizes.TryGetValue(label, out var known))
            return (size, name);
        if (known.Size == size)
            return (size, known.Name ?? name);
        if (label < 0 && (known.Size == 1 || size == 1))
            return known.Size == 1 ? (size, name) : known;
        if (known.Size == Shape.Unknown || size == Shape.Unknown)
            return known.Size == Shape.Unknown ? (size, name) : known;
        throw Mismatch($"Dimensions must be equal, but are {known.Size} and {size}");
    }

    private static int[] Expand(string letters, int broadcast)
    {
        var labels = new List<int>();
        foreach (var letter in letters)
        {
            if (letter != Ellipsis)
                labels.Add(letter);
            for (var i = broadcast; letter == Ellipsis && i > 0; i--)
                labels.Add(-i);
        }

        return [.. labels];
    }

    private static string Shorten(string subscripts, string text)
    {
        var letters = subscripts.Replace("...", ".", StringComparison.Ordinal);
        if (letters.Count(letter => letter == Ellipsis) > 1)
            throw Invalid($"Expected at most one ellipsis in each subscript of einsum equation: {text}");
        foreach (var letter in letters)
        {
            if (letter != Ellipsis && !char.IsAsciiLetter(letter))
                throw Invalid($"Invalid character '{letter}' in einsum equation: {text}");
        }

        return letters;
    }

    private static GraphRunException Invalid(string message) => new(ErrorCode.InvalidArgument, message);

    private static GraphRunException Mismatch(string message) => new(ErrorCode.ShapeMismatch, message);
}
