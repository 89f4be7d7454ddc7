using GraphRun.Errors;
using GraphRun.Formats.Binding;
using GraphRun.Formats.Protobuf;
using Xunit;

namespace GraphRun.Tests.Formats.Protobuf;

public class DamagedMessageTests
{
    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused_or_is_a_smaller_graph()
    {
        var bytes = File.ReadAllBytes(Fixture.Model("dense/saved_model.pb"));
        for (var length = 1; length < bytes.Length; length += 7)
        {
            var error = Record.Exception(() => MessageCheck.Check(bytes.AsSpan(0, length), MessageSchemas.SavedModel, "m.pb"));
            Assert.True(error is null or GraphRunException { Code: ErrorCode.InvalidModel }, $"{length}: {error}");
        }
    }

    [Fact]
    public void Any_byte_may_be_wrong_without_more_than_an_error()
    {
        var original = File.ReadAllBytes(Fixture.Model("loop.pb"));
        var path = Path.Combine(Directory.CreateTempSubdirectory("graphrun").FullName, "g.pb");
        for (var i = 0; i < original.Length; i += 3)
        {
            var bytes = (byte[])original.Clone();
            bytes[i] ^= (byte)(1 << (i % 8));
            File.WriteAllBytes(path, bytes);
            var error = Record.Exception(() => Binder.Load(path));
            Assert.True(error is null or GraphRunException, $"byte {i}: {error}");
        }
    }

    [Fact]
    public void A_length_beyond_the_end_is_told_with_the_path_of_its_field()
    {
        // node { name: "w" attr { key: "value" value { tensor { tensor_content: (2^31 - 1 bytes) } } } }
        byte[] tensor = [0x22, 0xff, 0xff, 0xff, 0xff, 0x07, 1, 2, 3];
        var bytes = Message(1, [.. Message(1, "w"u8), .. Message(5, [.. Message(1, "value"u8), .. Message(2, Message(8, tensor))])]);
        var error = Assert.Throws<GraphRunException>(() => MessageCheck.Check(bytes, MessageSchemas.Graph, "g.pb"));
        Assert.Equal(ErrorCode.InvalidModel, error.Code);
        Assert.Contains(
            "g.pb: node['w'].attr['value'].value.tensor.tensor_content: it says that it has 2147483647 bytes, and 3 are left",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_nested_ten_thousand_deep_are_refused()
    {
        // An attr holds a function, which holds attrs.
        byte[] attr = [];
        for (var i = 0; i < 10_000; i++)
            attr = Message(10, Message(2, Message(2, attr)));
        var bytes = Message(1, Message(5, Message(2, attr)));
        var error = Assert.Throws<GraphRunException>(() => MessageCheck.Check(bytes, MessageSchemas.Graph, "g.pb"));
        Assert.Equal(ErrorCode.LimitExceeded, error.Code);
    }

    [Fact]
    public void A_constant_whose_bytes_do_not_fill_its_shape_is_told_with_its_node()
    {
        byte[] tensor = [0x08, 1, .. Message(2, Message(2, [0x08, 3])), .. Message(4, new byte[8])];
        byte[] attrs = [.. Message(5, [.. Message(1, "dtype"u8), .. Message(2, [0x30, 1])]), .. Message(5, [.. Message(1, "value"u8), .. Message(2, Message(8, tensor))])];
        var path = Path.Combine(Directory.CreateTempSubdirectory("graphrun").FullName, "g.pb");
        File.WriteAllBytes(path, Message(1, [.. Message(1, "w"u8), .. Message(2, "Const"u8), .. attrs]));
        var error = Assert.Throws<GraphRunException>(() => Binder.Load(path)).Diagnostics[0];
        Assert.Equal("Node 'w': attr 'value': 8 bytes of content are no float32[3]", error.Message);
        Assert.Equal("w", error.Node);
    }

    [Fact]
    public void A_constant_of_a_petabyte_is_refused_before_memory_is_taken()
    {
        byte[] tensor = [0x08, 1, .. Message(2, Message(2, [0x08, .. Varint(1L << 50)])), .. Message(5, [0, 0, 0, 0])];
        byte[] attrs = [.. Message(5, [.. Message(1, "dtype"u8), .. Message(2, [0x30, 1])]), .. Message(5, [.. Message(1, "value"u8), .. Message(2, Message(8, tensor))])];
        var path = Path.Combine(Directory.CreateTempSubdirectory("graphrun").FullName, "g.pb");
        File.WriteAllBytes(path, Message(1, [.. Message(1, "w"u8), .. Message(2, "Const"u8), .. attrs]));
        Assert.Equal(6, (int)Assert.Throws<GraphRunException>(() => Binder.Load(path)).Code / 1000);
    }

    [Theory]
    [InlineData("node { name: 'a' ", "the text ends within a message")]
    [InlineData("node { name: 'a", "the string is not closed on its line")]
    [InlineData("node { nome: 'a' }", "NodeDef has no field 'nome'")]
    [InlineData("node { name: 3 }", "'name' must be a string in quotes, got 3")]
    [InlineData("node 3", "'node' is a message: expected '{'")]
    [InlineData("node { attr { value { i: 1e3 } } }", "'i' must be an integer from -9223372036854775808 to 9223372036854775807")]
    [InlineData("node { attr { value { type: DT_FLOOT } } }", "'type' must be a dtype such as DT_FLOAT, got DT_FLOOT")]
    public void A_mistake_in_a_text_is_told_with_its_line(string text, string expected)
    {
        var error = Assert.Throws<GraphRunException>(() => TextFormatReader.Encode(new SourceText("g.pbtxt", "# a graph\n" + text), MessageSchemas.Graph));
        Assert.Equal(expected, error.Diagnostics[0].Message);
        Assert.Equal(2, error.Diagnostics[0].Span.Line);
    }

    [Fact]
    public void A_text_nested_too_deep_is_refused()
    {
        var text = "node{attr{value{" + string.Concat(Enumerable.Repeat("func{attr{value{", 5000));
        var error = Assert.Throws<GraphRunException>(() => TextFormatReader.Encode(new SourceText("g.pbtxt", text), MessageSchemas.Graph));
        Assert.Equal(ErrorCode.LimitExceeded, error.Code);
    }

    private static byte[] Message(int field, ReadOnlySpan<byte> content) => [(byte)((field << 3) | 2), .. Varint(content.Length), .. content];

    private static byte[] Varint(long value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }
}
