using System.Globalization;
using GraphRun.Cli.Diagnostics;
using GraphRun.Errors;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Cli.Commands;

/// <summary>Tells for each gradient of a graph how far it is from central differences.</summary>
internal static class GradientReport
{
    /// <summary>Writes a note for each gradient that is right.</summary>
    /// <returns>An error for each that is not, and for each that cannot be compared.</returns>
    public static IReadOnlyList<Diagnostic> Write(Graph graph, IReadOnlyList<(Output Output, Tensor Value)> feeds, Report report)
    {
        if (graph.Gradients.Count == 0)
            return [];
        try
        {
            var check = new GradientCheck(graph, feeds);
            return [.. graph.Gradients.SelectMany(gradient => Compare(check, gradient, report))];
        }
        catch (GraphRunException error)
        {
            return NotCompared(error);
        }
    }

    private static Diagnostic[] Compare(GradientCheck check, GradientDeclaration declaration, Report report)
    {
        try
        {
            return [.. check.Compare(declaration).Select(difference => Describe(declaration, difference, report)).OfType<Diagnostic>()];
        }
        catch (GraphRunException error)
        {
            return NotCompared(error);
        }
    }

    private static Diagnostic? Describe(GradientDeclaration declaration, GradientDifference difference, Report report)
    {
        var what = $"{declaration.Name}: the gradient with respect to {difference.X}";
        var distance = difference.Largest.ToString("G2", CultureInfo.InvariantCulture);
        if (difference.IsRight)
        {
            report.Note($"{what} equals central differences within {distance} ({difference.Compared} elements)");
            return null;
        }

        return new Diagnostic(
            ErrorCode.WrongGradient,
            $"{what} differs from central differences by {distance} (relative) at element {difference.Element}",
            difference.X.Node.Span);
    }

    private static Diagnostic[] NotCompared(GraphRunException error) =>
        [.. error.Diagnostics.Select(diagnostic => diagnostic with { Message = $"gradients cannot be compared in float64: {diagnostic.Message}" })];
}
