using GraphRun.Errors;
using GraphRun.Formats.Documents;
using Xunit;
using static GraphRun.Tests.Formats.Documents.DocumentTree;

namespace GraphRun.Tests.Formats.Documents;

public class YamlReaderTests
{
    [Theory]
    [InlineData("a: 1\nb:\n  - x\n  - {c: d}\n", "{a: 1, b: [x, {c: d}]}")]
    [InlineData("a: 'it''s'\nb: \"x\\ty\"\n", "{a: \"it's\", b: \"x\ty\"}")]
    [InlineData("a: |\n  one\n  two\nb: >-\n  one\n  two\n", "{a: \"one\\ntwo\\n\", b: \"one two\"}")]
    [InlineData("a: x\n  + y\n", "{a: x + y}")]
    [InlineData("a: [x:1, topk:indices]\n", "{a: [x:1, topk:indices]}")]
    [InlineData("a:\nb: ''\n", "{a: , b: \"\"}")]
    [InlineData("a: 1\r\nb: 2\r\n", "{a: 1, b: 2}")]
    [InlineData("%YAML 1.2\n---\na: 1\n...\n", "{a: 1}")]
    public void Yaml_becomes_a_tree(string text, string tree) => Assert.Equal(tree, Print(Yaml(text).Root));

    [Fact]
    public void Aliases_repeat_what_their_anchor_marks() =>
        Assert.Equal("{a: {k: [1, 2]}, b: {k: [1, 2]}, c: s, d: s}", Print(Yaml("a: &m {k: [1, 2]}\nb: *m\nc: &s s\nd: *s\n").Root));

    [Fact]
    public void An_alias_means_the_anchor_last_seen() =>
        Assert.Equal("[1, 2, 2]", Print(Yaml("- &a 1\n- &a 2\n- *a\n").Root));

    [Fact]
    public void Values_and_keys_know_where_they_stand()
    {
        var root = Yaml("a: 1\r\nlonger:  'it''s'\r\nc: &x  anchored\n").Root;
        var entries = Entries(root);
        Assert.Equal(["1:1+1", "2:1+6", "3:1+1"], entries.Select(entry => Place(entry.Key.Span)));
        Assert.Equal(["1:4+1", "2:10+7", "3:8+8"], entries.Select(entry => Place(entry.Value.Span)));
    }

    [Theory]
    [InlineData("a: x + yy\n", "1:8+2")]
    [InlineData("a: 'x + yy'\n", "1:9+2")]
    [InlineData("a: \"x + yy\"\n", "1:9+2")]
    [InlineData("a: \"\\x78 \\u002b yy\"\n", "1:17+2")]
    [InlineData("a: x\n   + yy\n", "2:6+2")]
    [InlineData("a: >\n  x +\n\n  yy\n", "4:3+2")]
    [InlineData("a: |\n  x\n  + yy\n", "3:5+2")]
    public void A_word_inside_a_scalar_knows_where_it_stands(string text, string place)
    {
        var scalar = Yaml(text).Root["a"];
        var start = scalar.ToString().IndexOf("yy", StringComparison.Ordinal);
        Assert.Equal(place, Place(scalar.SpanOf(start, 2)));
    }

    [Fact]
    public void A_quote_inside_single_quotes_counts_as_one_character()
    {
        var scalar = Yaml("a: 'f(''s'', yy)'\n").Root["a"];
        Assert.Equal("1:14+2", Place(scalar.SpanOf(7, 2)));
    }

    [Theory]
    [InlineData("a:\n  b: 1\n\tc: 2\n", "tabs cannot indent YAML", 3, 1)]
    [InlineData("a:\n\tb: 1\n", "tabs cannot indent YAML", 2, 1)]
    [InlineData("a: b: c\n", "a value that is not quoted cannot contain ': '", 1, 5)]
    [InlineData("a: @x\n", "a value cannot begin with '@'", 1, 4)]
    [InlineData("a: \"unclosed\n", "this quote is never closed", 1, 4)]
    [InlineData("a: [1, 2\nb: 3\n", "this is not well-formed YAML", 1, 6)]
    [InlineData("a: 1\nb\nc: 2\n", "expected 'key: value' with the same indentation as the keys before", 2, 1)]
    [InlineData("- a\n-b\n", "expected '- ' with the same indentation as the items before", 2, 1)]
    [InlineData("? [a]\n: 1\n", "a key must be a single name, not a list or mapping", 1, 3)]
    [InlineData("a: 1\n---\nb: 2\n", "one graph per file: a second document begins here", 2, 1)]
    public void Malformed_yaml_is_refused_where_it_stands(string text, string message, int line, int column)
    {
        var error = YamlError(text);
        Assert.Equal(ErrorCode.Syntax, error.Code);
        Assert.Equal(message, error.Message);
        Assert.Equal((line, column), (error.Span.Line, error.Span.Column));
    }

    [Theory]
    [InlineData("a: !!python/object:os.system x\n", "tag not allowed: '!!python/object:os.system'")]
    [InlineData("a: !Type {b: 1}\n", "tag not allowed: '!Type'")]
    [InlineData("<<: {a: 1}\n", "merge keys ('<<') are not part of YAML 1.2 and not read")]
    public void What_the_core_schema_lacks_is_refused(string text, string message)
    {
        var error = YamlError(text);
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_key_that_stands_twice_is_refused_with_both_places()
    {
        var error = YamlError("nodes:\n  a: 1\n  b: 2\n  a: 3\n");
        Assert.Equal(ErrorCode.Duplicate, error.Code);
        Assert.Equal("key 'a' stands twice: here and at g.yaml:2:3", error.Message);
        Assert.Equal(4, error.Span.Line);
    }

    [Fact]
    public void A_key_that_stands_twice_is_found_in_a_large_mapping()
    {
        var text = string.Concat(Enumerable.Range(0, 1000).Select(i => $"k{i}: 1\n")) + "k500: 2\n";
        Assert.Equal("key 'k500' stands twice: here and at g.yaml:501:1", YamlError(text).Message);
    }

    [Fact]
    public void An_undefined_alias_is_refused()
    {
        var error = YamlError("a: &base 1\nb: *bse\n");
        Assert.Equal(ErrorCode.UnknownReference, error.Code);
        Assert.Equal("alias '*bse' refers to an anchor that is not defined above it", error.Message);
        Assert.Equal("did you mean 'base'?", error.Help);
    }

    [Fact]
    public void An_alias_inside_its_own_anchor_is_refused() =>
        Assert.Equal("this anchor refers to itself", YamlError("&a [1, *a]\n").Message);

    [Fact]
    public void An_alias_bomb_is_refused()
    {
        var levels = Enumerable.Range(1, 11).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        var error = YamlError("a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + string.Concat(levels));
        Assert.Equal(ErrorCode.LimitExceeded, error.Code);
        Assert.Equal("aliases expand to more than 1 000 000 nodes", error.Message);
    }

    [Theory]
    [InlineData("[", 65)]
    [InlineData("- ", 129)]
    [InlineData("{a: ", 257)]
    public void Nesting_is_refused_at_the_first_level_too_deep(string level, int column)
    {
        var error = YamlError(string.Concat(Enumerable.Repeat(level, 100_000)));
        Assert.Equal(ErrorCode.LimitExceeded, error.Code);
        Assert.Equal($"nested deeper than 64 at line 1 col {column}", error.Message);
    }

    [Fact]
    public void Sixty_four_levels_are_allowed() =>
        Assert.Equal(DocumentNodeKind.Sequence, Yaml(new string('[', 64) + new string(']', 64)).Root.Kind);

    [Fact]
    public void Aliases_cannot_nest_deeper_than_text()
    {
        var text = "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 70).Select(i => $"a{i}: &a{i} [*a{i - 1}]\n"));
        Assert.StartsWith("nested deeper than 64", YamlError(text).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n# only a comment\n")]
    public void A_text_without_a_value_is_no_document(string text) =>
        Assert.Null(YamlReader.Read(new SourceText("g.yaml", text), new ErrorList()));

    [Fact]
    public void Control_characters_are_shown_escaped() =>
        Assert.Contains("'x\\x1b[31m'", YamlError("\"x\\e[31m\": 1\n\"x\\e[31m\": 2\n").Message);
}
