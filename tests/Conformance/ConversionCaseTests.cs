using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Formats.Conversion;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Conformance;

/// <summary>
/// Models and examples written as YAML, of that JSON, of that a GraphDef, of that its text, and of that YAML again give the same bits.
/// A sample of the cases, or with <c>GRAPHRUN_CONVERT=all</c> all of them.
/// </summary>
public sealed class ConversionCaseTests : IDisposable
{
    private const int Step = 14;

    private static readonly GraphFormat[] chain =
        [GraphFormat.Yaml, GraphFormat.Json, GraphFormat.Protobuf, GraphFormat.ProtobufText, GraphFormat.Yaml];

    private readonly string folder = Directory.CreateTempSubdirectory("graphrun-").FullName;

    public static TheoryData<string> Ids => [.. OpCase.All.Select(entry => entry.Id)
        .Where((_, index) => index % Step == 0 || Environment.GetEnvironmentVariable("GRAPHRUN_CONVERT") == "all")];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_case_keeps_its_bits_in_every_format(string id)
    {
        using var testCase = OpCase.Open(id);
        var original = testCase.Load();
        var converted = Convert(original);
        Assert.Equal(Results(original, testCase.Feeds(original)), Results(converted, testCase.Feeds(converted)));
    }

    [Theory]
    [InlineData("counter")]
    [InlineData("loops")]
    [InlineData("statistics")]
    [InlineData("iris")]
    public void An_example_keeps_its_bits_in_every_format(string name)
    {
        var original = Binder.Load(Path.Combine(Root(), "examples", name, name + ".yaml"));
        var converted = Convert(original);
        Assert.Equal(original.Variables.Select(variable => variable.Name).Order(), converted.Variables.Select(variable => variable.Name).Order());
        Assert.Equal(States(original), States(converted));
    }

    private Graph Convert(Graph graph)
    {
        for (var i = 0; i < chain.Length; i++)
        {
            var path = Path.Combine(folder, $"step{i}{new[] { ".yaml", ".json", ".pb", ".pbtxt" }[(int)chain[i]]}");
            GraphOutput.Write(GraphExpansion.Of(graph, new ConversionRequest()), path, chain[i], mostElements: 8, overwrites: false);
            graph = Binder.Load(path);
        }

        return graph;
    }

    /// <summary>The outputs, or the error that the model gives.</summary>
    private static List<string> Results(Graph graph, IReadOnlyList<(Output Output, Tensor Value)> feeds)
    {
        try
        {
            return [.. new Session().Run(graph, [.. graph.Outputs.Select(output => output.Fetch)], feeds).Select(Bits)];
        }
        catch (GraphRunException error)
        {
            return [error.Code.ToString()];
        }
    }

    /// <summary>What the initializers make of the variables.</summary>
    private static List<string> States(Graph graph)
    {
        var session = new Session();
        session.Initialize(graph);
        return [.. session.ChangedVariables.OrderBy(variable => variable.Name, StringComparer.Ordinal)
            .Select(variable => $"{variable.Name} {Bits(variable.Value!)}")];
    }

    private static string Bits(Tensor value)
    {
        var bits = value.DType == DType.String
            ? string.Join('|', value.Values<byte[]>().ToArray().Select(System.Convert.ToHexString))
            : System.Convert.ToHexString(value.Bytes(0, (int)value.ByteCount));
        return $"{value} {bits}";
    }

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(path)!, "..", "..");
}
