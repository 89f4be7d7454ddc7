using System.Buffers;
using System.Text;

namespace GraphRun.Formats.Stores;

/// <summary>One prepared SQL statement. Parameters count from 1, columns from 0, as in SQLite.</summary>
internal sealed unsafe class Statement : IDisposable
{
    private readonly Database database;
    private nint handle;

    public Statement(Database database, string sql)
    {
        this.database = database;
        var text = Encoding.UTF8.GetBytes(sql);
        fixed (byte* first = text)
            database.Check(Sqlite3.Prepare(database.Handle, first, text.Length, out handle, null));
    }

    public Statement Bind(int index, long value)
    {
        database.Check(Sqlite3.BindInt64(handle, index, value));
        return this;
    }

    public Statement Bind(int index, long? value) => value is { } number ? Bind(index, number) : BindNull(index);

    public Statement BindNull(int index)
    {
        database.Check(Sqlite3.BindNull(handle, index));
        return this;
    }

    public Statement Bind(int index, string? value)
    {
        if (value is null)
            return BindNull(index);
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length) + 1);
        var length = Encoding.UTF8.GetBytes(value, buffer);
        fixed (byte* first = buffer)
            database.Check(Sqlite3.BindText(handle, index, first, length, Sqlite3.Transient));
        ArrayPool<byte>.Shared.Return(buffer);
        return this;
    }

    /// <summary>Binds a copy of the bytes.</summary>
    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        fixed (byte* first = value)
        {
            // SQLite takes a null pointer for NULL, and an empty span has one.
            database.Check(value.IsEmpty
                ? Sqlite3.BindZeroBlob(handle, index, 0)
                : Sqlite3.BindBlob(handle, index, first, value.Length, Sqlite3.Transient));
        }

        return this;
    }

    /// <summary>Binds the bytes without a copy and runs the statement to its end.</summary>
    public void RunWith(int index, ReadOnlySpan<byte> value)
    {
        fixed (byte* first = value)
        {
            database.Check(Sqlite3.BindBlob(handle, index, first, value.Length, Sqlite3.Static));
            Run();
            BindNull(index);
        }
    }

    /// <summary>Goes to the next row; false at the end, and then the statement is ready to be bound again.</summary>
    public bool Step()
    {
        var code = Sqlite3.Step(handle);
        if (code == Sqlite3.Row)
            return true;
        try
        {
            database.Check(code);
        }
        finally
        {
            Reset();
        }

        return false;
    }

    /// <summary>Runs to the end, ignoring rows.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Leaves the rows that are left; the statement is ready to be bound again.</summary>
    public void Reset() => _ = Sqlite3.Reset(handle);

    /// <summary>The first column of the only row; null when there is no row or no value.</summary>
    public long? Number()
    {
        var number = Step() ? NullableInt64(0) : null;
        Reset();
        return number;
    }

    public bool IsNull(int column) => Sqlite3.ColumnType(handle, column) == Sqlite3.TypeNull;

    public long Int64(int column)
    {
        RequireType(column, Sqlite3.TypeInteger);
        return Sqlite3.ColumnInt64(handle, column);
    }

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    public string Text(int column)
    {
        RequireType(column, Sqlite3.TypeText);
        var text = Sqlite3.ColumnText(handle, column);
        return text == null ? "" : Encoding.UTF8.GetString(text, Sqlite3.ColumnBytes(handle, column));
    }

    public string? NullableText(int column) => IsNull(column) ? null : Text(column);

    /// <summary>The bytes of a column, valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column)
    {
        RequireType(column, Sqlite3.TypeBlob);
        var bytes = Sqlite3.ColumnBlob(handle, column);
        return new ReadOnlySpan<byte>(bytes, bytes == null ? 0 : Sqlite3.ColumnBytes(handle, column));
    }

    public void Dispose()
    {
        _ = Sqlite3.Finalize(handle);
        handle = 0;
    }

    /// <summary>
    /// SQLite would convert, and so hide that a damaged key has another type: such a key sorts elsewhere, and rows behind it are not found.
    /// </summary>
    private void RequireType(int column, int type)
    {
        if (Sqlite3.ColumnType(handle, column) == type)
            return;
        Reset();
        throw StoreError.Damaged(database.Path, "a record holds a value of the wrong type");
    }
}
