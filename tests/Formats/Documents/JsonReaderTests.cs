using GraphRun.Errors;
using GraphRun.Formats.Documents;
using Xunit;
using static GraphRun.Tests.Formats.Documents.DocumentTree;

namespace GraphRun.Tests.Formats.Documents;

public class JsonReaderTests
{
    [Theory]
    [InlineData("""{"a": 1, "b": ["x", {"c": true}, null, -1.5e3]}""", """{a: 1, b: ["x", {c: true}, null, -1.5e3]}""")]
    [InlineData("""["\u0041\t\"", ""]""", "[\"A\t\"\", \"\"]")]
    [InlineData("3", "3")]
    public void Json_becomes_the_same_tree_as_yaml(string text, string tree) => Assert.Equal(tree, Print(Json(text).Root));

    [Fact]
    public void Values_know_where_they_stand_behind_letters_of_many_bytes()
    {
        var root = Json("{\r\n \"é€😀\": \"x\", \"b\": 12}").Root;
        Assert.Equal(["2:2+6", "2:15+3"], Entries(root).Select(entry => Place(entry.Key.Span)));
        Assert.Equal(["2:10+3", "2:20+2"], Entries(root).Select(entry => Place(entry.Value.Span)));
    }

    [Fact]
    public void A_word_behind_an_escape_knows_where_it_stands()
    {
        var scalar = Json("""{"a": "\u0078\n+ yy"}""").Root["a"];
        Assert.Equal("1:18+2", Place(scalar.SpanOf(4, 2)));
    }

    [Theory]
    [InlineData("""{"a": [1, 2,]}""", "JSON has no trailing commas, in a[1]", 1, 13)]
    [InlineData("{\"a\": 1,\n}", "JSON has no trailing commas, in a", 2, 1)]
    [InlineData("{ // x\n}", "JSON has no comments", 1, 3)]
    [InlineData("{'a': 1}", "JSON strings stand in double quotes", 1, 2)]
    [InlineData("{a: 1}", "JSON keys stand in double quotes", 1, 2)]
    [InlineData("""{"a": NaN}""", "JSON has no NaN or Infinity, in a", 1, 7)]
    [InlineData("""{"a": 1""", "the text ends before the JSON is complete, in a", 1, 8)]
    [InlineData("""{"a": 1} {"b": 2}""", "one graph per file: the JSON ended before this", 1, 10)]
    public void Malformed_json_is_refused_where_it_stands(string text, string message, int line, int column)
    {
        var error = JsonError(text);
        Assert.Equal(ErrorCode.Syntax, error.Code);
        Assert.Equal(message, error.Message);
        Assert.Equal((line, column), (error.Span.Line, error.Span.Column));
    }

    [Fact]
    public void A_property_that_stands_twice_is_refused_also_when_spelt_with_escapes() =>
        Assert.Equal("key 'a' stands twice: here and at g.json:1:2", JsonError("""{"a": 1, "\u0061": 2}""").Message);

    [Fact]
    public void Nesting_is_refused_at_level_65()
    {
        var error = JsonError(new string('[', 100_000));
        Assert.Equal(ErrorCode.LimitExceeded, error.Code);
        Assert.Equal("nested deeper than 64 at line 1 col 65", error.Message);
    }

    [Fact]
    public void Blank_text_is_no_document() => Assert.Null(JsonReader.Read(new SourceText("g.json", " \n"), " \n"u8, new ErrorList()));
}
