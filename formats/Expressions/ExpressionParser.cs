using System.Runtime.InteropServices;
using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Expressions;

/// <summary>
/// Precedence climbing over the tokens of one expression. Chains of operators are loops; only brackets, signs and <c>**</c> recurse,
/// to a fixed depth.
/// </summary>
internal sealed class ExpressionParser
{
    private const int MaxDepth = 64;

    private readonly DocumentNode source;
    private readonly List<ExpressionNode> nodes = new(8);
    private Lexer lexer;
    private Token token;
    private int lastEnd;
    private int depth;

    public ExpressionParser(DocumentNode source)
    {
        this.source = source;
        lexer = new Lexer(source.ToString());
    }

    public Expression ParseAll()
    {
        try
        {
            token = lexer.Next();
            ParseExpression();
            if (token.Kind != TokenKind.End)
                throw ParserErrors.ExpectedOperator(token);
            return new Expression(source, [.. nodes]);
        }
        catch (ExpressionError error)
        {
            throw new GraphRunException(error.Code, error.Message, source.SpanOf(error.Start, Math.Max(1, error.Length)), error.Help);
        }
    }

    private void ParseExpression()
    {
        Enter();
        ParseBinary(Operators.Comparison);
        depth--;
    }

    private void Enter()
    {
        if (++depth > MaxDepth)
        {
            throw new ExpressionError(
                $"this expression is nested deeper than {MaxDepth}", token.Start, token.Length, code: ErrorCode.LimitExceeded);
        }
    }

    private void ParseBinary(int loosest)
    {
        var (first, start) = (nodes.Count, token.Start);
        ParseUnary();
        for (var precedence = Operators.Precedence(token); precedence >= loosest; precedence = Operators.Precedence(token))
        {
            var sign = Advance();
            ParseBinary(precedence + 1);
            Add(ExpressionKind.Binary, sign.Text, start, 2, first);
            if (precedence == Operators.Comparison && Operators.Precedence(token) == Operators.Comparison)
                throw ParserErrors.ChainedComparison(token);
        }
    }

    private void ParseUnary()
    {
        if (!token.Is("-") && !token.Is("+") && !token.Is("~"))
        {
            ParsePower();
            return;
        }

        Enter();
        var first = nodes.Count;
        var sign = Advance();
        ParseUnary();
        Add(ExpressionKind.Unary, sign.Text, sign.Start, 1, first);
        depth--;
    }

    /// <summary><c>**</c> binds more tightly than a sign on its left and less tightly than one on its right.</summary>
    private void ParsePower()
    {
        var (first, start) = (nodes.Count, token.Start);
        ParsePostfix();
        if (!token.Is("**"))
            return;
        Enter();
        Advance();
        ParseUnary();
        Add(ExpressionKind.Binary, "**", start, 2, first);
        depth--;
    }

    private void ParsePostfix()
    {
        var (first, start) = (nodes.Count, token.Start);
        ParsePrimary();
        while (token.Is("["))
            ParseIndex(first, start);
        if (token.Is("("))
            throw new ExpressionError("only a function can be called", token.Start, 1);
    }

    private void ParsePrimary()
    {
        var start = token.Start;
        switch (token.Kind)
        {
            case TokenKind.Integer:
                Leaf(ExpressionKind.Integer, Advance());
                break;
            case TokenKind.Float:
                Leaf(ExpressionKind.Float, Advance());
                break;
            case TokenKind.String:
                Leaf(ExpressionKind.String, Advance());
                break;
            case TokenKind.Reference:
                Leaf(ExpressionKind.Reference, Advance());
                break;
            case TokenKind.Name:
                ParseName(Advance());
                break;
            case TokenKind.Sign when token.Text == "?":
                Leaf(ExpressionKind.Unknown, Advance());
                break;
            case TokenKind.Sign when token.Text == "[":
                ParseList(start, "]");
                break;
            case TokenKind.Sign when token.Text == "(":
                ParseGroup(start);
                break;
            default:
                throw ParserErrors.ExpectedValue(token);
        }
    }

    private void ParseName(Token name)
    {
        if (token.Is("("))
            ParseCall(name);
        else if (name.Text == "lambda" && (token.Is(":") || token.Kind is TokenKind.Name or TokenKind.Reference))
            ParseLambda(name);
        else
            Leaf(NameKinds.Of(name.Text), name);
    }

    private void ParseLambda(Token word)
    {
        var first = nodes.Count;
        var parameters = new List<string>();
        while (!token.Is(":"))
        {
            if (parameters.Count > 0 && !token.Is(","))
                throw ParserErrors.ExpectedParameter(token);
            if (parameters.Count > 0)
                Advance();
            if (token.Kind != TokenKind.Name)
                throw ParserErrors.ExpectedParameter(token);
            if (parameters.Contains(token.Text))
                throw new ExpressionError($"parameter '{token.Text}' stands twice", token.Start, token.Length, code: ErrorCode.Duplicate);
            parameters.Add(Advance().Text);
        }

        Advance();
        ParseExpression();
        Add(ExpressionKind.Lambda, string.Join(',', parameters), word.Start, 1, first);
    }

    /// <summary>What stands in parentheses is itself, or with a comma a list.</summary>
    private void ParseGroup(int start)
    {
        var first = nodes.Count;
        var opening = Advance();
        if (!token.Is(")"))
            ParseExpression();
        if (token.Is(")") && nodes.Count > first)
            Advance();
        else
            ParseItems(opening, ")", start, first, nodes.Count > first ? 1 : 0);
    }

    private void ParseList(int start, string closing)
    {
        var first = nodes.Count;
        ParseItems(Advance(), closing, start, first, 0);
    }

    private void ParseItems(Token opening, string closing, int start, int first, int count)
    {
        while (!token.Is(closing))
        {
            if (count > 0)
                Expect(",", opening);
            if (token.Is(closing))
                break;
            ParseExpression();
            count++;
        }

        Expect(closing, opening);
        Add(ExpressionKind.List, "", start, count, first);
    }

    private void ParseCall(Token function)
    {
        var first = nodes.Count;
        var opening = Advance();
        var (count, keywords) = (0, false);
        while (!token.Is(")"))
        {
            if (count > 0)
                Expect(",", opening);
            if (token.Is(")"))
                break;
            var isKeyword = IsKeyword();
            if (keywords && !isKeyword)
                throw new ExpressionError("an argument without a name cannot follow one with a name", token.Start, token.Length);
            if (isKeyword)
                ParseKeyword(function, first);
            else
                ParseExpression();
            keywords = isKeyword;
            count++;
        }

        Expect(")", opening);
        Add(ExpressionKind.Call, function.Text, function.Start, count, first);
    }

    private bool IsKeyword()
    {
        var ahead = lexer;
        return token.Kind == TokenKind.Name && ahead.Next().Is("=");
    }

    private void ParseKeyword(Token function, int firstOfCall)
    {
        var first = nodes.Count;
        var name = Advance();
        Advance();
        if (HasKeyword(name.Text, firstOfCall))
        {
            throw new ExpressionError(
                $"argument '{name.Text}' of {function.Text} stands twice", name.Start, name.Length, code: ErrorCode.Duplicate);
        }

        ParseExpression();
        Add(ExpressionKind.Keyword, name.Text, name.Start, 1, first);
    }

    /// <summary>Walks back over the call's arguments so far, each a subtree that knows where it begins.</summary>
    private bool HasKeyword(string name, int firstOfCall)
    {
        for (var last = nodes.Count - 1; last >= firstOfCall; last = nodes[last].First - 1)
        {
            if (nodes[last].Kind == ExpressionKind.Keyword && nodes[last].Text == name)
                return true;
        }

        return false;
    }

    private void ParseIndex(int first, int start)
    {
        var opening = Advance();
        var count = 1;
        while (!token.Is("]"))
        {
            if (count > 1)
                Expect(",", opening);
            if (token.Is("]"))
                break;
            ParseIndexItem();
            count++;
        }

        if (count == 1)
            throw new ExpressionError("nothing stands between these brackets", opening.Start, token.End - opening.Start);
        Expect("]", opening);
        Add(ExpressionKind.Index, "", start, count, first);
    }

    private void ParseIndexItem()
    {
        if (token.Is("..."))
        {
            Leaf(ExpressionKind.Ellipsis, Advance());
            return;
        }

        var (first, start) = (nodes.Count, token.Start);
        ParseSlicePart();
        if (token.Is(":"))
            ParseSlice(first, start);
        else if (nodes[^1] is { Kind: ExpressionKind.None } or { Kind: ExpressionKind.Name, Text: "newaxis" or "tf.newaxis" })
            CollectionsMarshal.AsSpan(nodes)[^1] = nodes[^1] with { Kind = ExpressionKind.NewAxis };
    }

    private void ParseSlice(int first, int start)
    {
        Advance();
        ParseSlicePart();
        if (token.Is(":"))
            Advance();
        ParseSlicePart();
        Add(ExpressionKind.Slice, "", start, 3, first);
    }

    private void ParseSlicePart()
    {
        if (token.Is(":") || token.Is(",") || token.Is("]"))
            nodes.Add(new ExpressionNode(ExpressionKind.Omitted, "", token.Start, 0, 0, nodes.Count));
        else
            ParseExpression();
    }

    private void Leaf(ExpressionKind kind, Token leaf) =>
        nodes.Add(new ExpressionNode(kind, NameKinds.Canonical(kind, leaf.Text), leaf.Start, leaf.Length, 0, nodes.Count));

    private void Add(ExpressionKind kind, string text, int start, int operands, int first) =>
        nodes.Add(new ExpressionNode(kind, text, start, lastEnd - start, operands, first));

    private Token Advance()
    {
        var taken = token;
        lastEnd = taken.End;
        token = lexer.Next();
        return taken;
    }

    private void Expect(string sign, Token opening)
    {
        if (!token.Is(sign))
            throw ParserErrors.ExpectedSeparator(token, opening);
        Advance();
    }
}
