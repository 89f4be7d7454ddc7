using GraphRun.Errors;
using GraphRun.Formats.Protobuf;
using Xunit;

namespace GraphRun.Tests.Formats.Protobuf;

public class TextFormatTests
{
    [Theory]
    [InlineData("float_val: 0.1", "float", 0.1f)]
    [InlineData("float_val: 1.5f", "float", 1.5f)]
    [InlineData("float_val: -inf", "float", float.NegativeInfinity)]
    [InlineData("double_val: 1e-3", "double", 1e-3)]
    [InlineData("int_val: -7", "int", -7.0)]
    [InlineData("int_val: 0x1F", "int", 31.0)]
    [InlineData("int_val: 017", "int", 15.0)]
    [InlineData("bool_val: True", "bool", 1.0)]
    public void A_number_is_read_in_each_of_its_spellings(string text, string field, double expected)
    {
        var tensor = Tensor(text);
        var value = field switch
        {
            "float" => tensor.FloatVal[0],
            "double" => tensor.DoubleVal[0],
            "int" => tensor.IntVal[0],
            _ => tensor.BoolVal[0] ? 1 : 0,
        };
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("""'a\nb\t\\\'"'""", "a\nb\t\\'\"")]
    [InlineData("""  "\303\251" 'x'  # one text in two parts """, "éx")]
    [InlineData(""" "\x41\u00e9\?" """, "Aé?")]
    public void A_string_is_read_with_its_escapes(string text, string expected) =>
        Assert.Equal(expected, Tensor("string_val: " + text).StringVal[0].ToStringUtf8());

    [Fact]
    public void Lists_separators_and_other_brackets_are_read()
    {
        var tensor = Tensor("dtype: 1; float_val: [1, 2], float_val: 3 tensor_shape < dim: [{size: 2}, {size: 3}] >");
        Assert.Equal([1f, 2, 3], tensor.FloatVal);
        Assert.Equal([2L, 3], tensor.TensorShape.Dim.Select(dim => dim.Size));
    }

    [Fact]
    public void Fields_that_only_TensorFlow_knows_are_skipped()
    {
        const string text = """
            saved_model_schema_version: 1
            meta_graphs {
              meta_info_def { any_info { [type.googleapis.com/x.Y] { value: "}" } } stripped_op_list { op { name: "Add" attr { minimum: -1 } } } tags: "t" }
              object_graph_def { nodes { children { node_id: 1 local_name: 'a' 'b' } } nodes { } }
            }
            """;
        var bytes = TextFormatReader.Encode(new SourceText("m.pbtxt", text), MessageSchemas.SavedModel);
        Assert.Equal(["t"], SavedModelMessage.Parser.ParseFrom(bytes).MetaGraphs[0].MetaInfoDef.Tags);
    }

    [Fact]
    public void The_schemas_know_the_fields_that_the_generated_messages_have()
    {
        AssertSame(MessageSchemas.SavedModel, SavedModelMessage.Descriptor);
        AssertSame(MessageSchemas.BundleHeader, BundleHeaderMessage.Descriptor);
        AssertSame(MessageSchemas.BundleEntry, BundleEntryMessage.Descriptor);
        AssertSame(MessageSchemas.ObjectGraph, ObjectGraphMessage.Descriptor);
    }

    private static void AssertSame(MessageSchema schema, Google.Protobuf.Reflection.MessageDescriptor descriptor)
    {
        var open = new Stack<(MessageSchema, Google.Protobuf.Reflection.MessageDescriptor)>([(schema, descriptor)]);
        var seen = new HashSet<string>();
        while (open.TryPop(out var pair))
        {
            var (known, generated) = pair;
            var fields = generated.Fields.InFieldNumberOrder().Where(field => field.FieldNumber < 100_000).ToList();
            Assert.Equal(fields.Select(field => (field.FieldNumber, field.Name, field.IsRepeated)), known.Fields.OrderBy(field => field.Number).Select(field => (field.Number, field.Name, field.IsRepeated)));
            foreach (var field in fields.Where(field => field.FieldType == Google.Protobuf.Reflection.FieldType.Message))
            {
                Assert.True(known.TryGet(field.FieldNumber, out var same));
                if (seen.Add(generated.FullName + field.Name))
                    open.Push((same!.Message!, field.MessageType));
            }
        }
    }

    private static TensorMessage Tensor(string text)
    {
        var graph = TextFormatReader.Encode(new SourceText("g.pbtxt", $"node {{ attr {{ key: 'v' value {{ tensor {{ {text} \n}} }} }} }}"), MessageSchemas.Graph);
        return GraphMessage.Parser.ParseFrom(graph).Node[0].Attr["v"].Tensor;
    }
}
