using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Protobuf;

/// <summary>Functions whose nodes take attrs from their calls, as <c>Defun</c> of TensorFlow 1 writes them.</summary>
public sealed class FunctionTemplateTests
{
    private const string Twice = """
        function { signature { name: "Twice" input_arg { name: "x" type_attr: "T" } output_arg { name: "y" type_attr: "T" }
            attr { name: "T" type: "type" } }
          ret { key: "y" value: "sum:z:0" }
          node_def { name: "sum" op: "Add" input: "x" input: "x" attr { key: "T" value { placeholder: "T" } } } }
        """;

    private const string Inputs = """
        node { name: "i" op: "Const" attr { key: "dtype" value { type: DT_INT32 } }
          attr { key: "value" value { tensor { dtype: DT_INT32 tensor_shape {} int_val: 21 } } } }
        node { name: "f" op: "Const" attr { key: "dtype" value { type: DT_FLOAT } }
          attr { key: "value" value { tensor { dtype: DT_FLOAT tensor_shape {} float_val: 1.25 } } } }
        """;

    [Fact]
    public void A_function_is_made_for_each_set_of_attrs()
    {
        var graph = Load(Inputs + """
            node { name: "a" op: "Twice" input: "i" attr { key: "T" value { type: DT_INT32 } } }
            node { name: "b" op: "PartitionedCall" input: "f" attr { key: "Tin" value { list { type: DT_FLOAT } } }
              attr { key: "Tout" value { list { type: DT_FLOAT } } }
              attr { key: "f" value { func { name: "Twice" attr { key: "T" value { type: DT_FLOAT } } } } } }
            """ + $"library {{ {Twice} }}");
        Assert.Equal((42, 2.5f), (Run(graph, "a").Value<int>(), Run(graph, "b").Value<float>()));
    }

    [Fact]
    public void Attrs_are_handed_on_to_functions_within()
    {
        var outer = """
            function { signature { name: "Four" input_arg { name: "x" type_attr: "T" } output_arg { name: "y" type_attr: "T" } }
              ret { key: "y" value: "second:output:0" }
              node_def { name: "first" op: "PartitionedCall" input: "x" attr { key: "Tin" value { list { type: DT_INT32 } } }
                attr { key: "Tout" value { list { type: DT_INT32 } } }
                attr { key: "f" value { func { name: "Twice" attr { key: "T" value { placeholder: "T" } } } } } }
              node_def { name: "second" op: "PartitionedCall" input: "first:output:0" attr { key: "Tin" value { list { type: DT_INT32 } } }
                attr { key: "Tout" value { list { type: DT_INT32 } } }
                attr { key: "f" value { func { name: "Twice" attr { key: "T" value { placeholder: "T" } } } } } } }
            """;
        var graph = Load(Inputs + """
            node { name: "a" op: "Four" input: "i" attr { key: "T" value { type: DT_INT32 } } }
            """ + $"library {{ {outer} {Twice} }}");
        Assert.Equal(84, Run(graph, "a").Value<int>());
    }

    [Fact]
    public void An_attr_that_the_call_does_not_give_is_told()
    {
        var error = Assert.Throws<GraphRunException>(() => Load(Inputs + """
            node { name: "a" op: "Twice" input: "i" }
            """ + $"library {{ {Twice} }}"));
        Assert.Contains("function 'Twice' is called without a value for its attr 'T'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Functions_that_grow_without_end_are_refused()
    {
        var endless = """
            function { signature { name: "Loop" }
              node_def { name: "again" op: "Loop" attr { key: "g" value { func { name: "Loop" attr { key: "g" value { placeholder: "g" } } } } } } }
            """;
        var error = Assert.Throws<GraphRunException>(() => Load("""
            node { name: "a" op: "Loop" attr { key: "g" value { type: DT_INT32 } } }
            """ + $"library {{ {endless} }}"));
        Assert.Equal(ErrorCode.LimitExceeded, error.Code);
    }

    private static Graph Load(string text)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("graphrun").FullName, "g.pbtxt");
        File.WriteAllText(path, text);
        return Binder.Load(path);
    }

    private static Tensor Run(Graph graph, string node) => new Session().Run(graph, [Fetch.Parse(graph, node)])[0];
}
