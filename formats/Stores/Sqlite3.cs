using System.Reflection;
using System.Runtime.InteropServices;

namespace GraphRun.Formats.Stores;

/// <summary>
/// The functions of SQLite's C interface that the store uses, called directly: a value is bound without being copied, which more
/// than doubles the speed of a large commit, and no provider has to start.
/// </summary>
internal static unsafe partial class Sqlite3
{
    public const int Ok = 0;
    public const int Row = 100;
    public const int Done = 101;
    public const int OpenReadWrite = 0x2;
    public const int OpenCreate = 0x4;
    public const int OpenNoMutex = 0x8000;
    public const int OpenExtendedResultCodes = 0x2000000;
    public const int FileControlFilePointer = 7;
    public const int ConfigEnableTrigger = 1003;
    public const int ConfigDefensive = 1010;
    public const int ConfigEnableView = 1015;
    public const int ConfigTrustedSchema = 1017;
    public const int TypeInteger = 1;
    public const int TypeText = 3;
    public const int TypeBlob = 4;
    public const int TypeNull = 5;

    /// <summary>The bound memory stays as it is until the statement is reset.</summary>
    public static readonly nint Static;

    /// <summary>SQLite copies the bound memory at once.</summary>
    public static readonly nint Transient = -1;

    private const string Library = "e_sqlite3";

    static Sqlite3() => NativeLibrary.SetDllImportResolver(typeof(Sqlite3).Assembly, Resolve);

    [LibraryImport(Library, EntryPoint = "sqlite3_open_v2", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, out nint database, int flags, nint vfs);

    [LibraryImport(Library, EntryPoint = "sqlite3_close_v2")]
    public static partial int Close(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_extended_errcode")]
    public static partial int ErrorCode(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_errmsg")]
    public static partial byte* ErrorMessage(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_errstr")]
    public static partial byte* ErrorString(int code);

    [LibraryImport(Library, EntryPoint = "sqlite3_busy_timeout")]
    public static partial int BusyTimeout(nint database, int milliseconds);

    [LibraryImport(Library, EntryPoint = "sqlite3_get_autocommit")]
    public static partial int GetAutocommit(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_changes")]
    public static partial int Changes(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FileControl(nint database, string schema, int operation, void* argument);

    [LibraryImport(Library, EntryPoint = "sqlite3_prepare_v2")]
    public static partial int Prepare(nint database, byte* sql, int length, out nint statement, byte** tail);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    public static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_finalize")]
    public static partial int Finalize(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    public static partial int BindInt64(nint statement, int index, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null")]
    public static partial int BindNull(nint statement, int index);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_zeroblob")]
    public static partial int BindZeroBlob(nint statement, int index, int length);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    public static partial int BindText(nint statement, int index, byte* text, int length, nint lifetime);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    public static partial int BindBlob(nint statement, int index, byte* bytes, int length, nint lifetime);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type")]
    public static partial int ColumnType(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    public static partial long ColumnInt64(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_text")]
    public static partial byte* ColumnText(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    public static partial byte* ColumnBlob(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    public static partial int ColumnBytes(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_blob_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int BlobOpen(nint database, string schema, string table, string column, long row, int flags, out nint blob);

    [LibraryImport(Library, EntryPoint = "sqlite3_blob_reopen")]
    public static partial int BlobReopen(nint blob, long row);

    [LibraryImport(Library, EntryPoint = "sqlite3_blob_bytes")]
    public static partial int BlobBytes(nint blob);

    [LibraryImport(Library, EntryPoint = "sqlite3_blob_read")]
    public static partial int BlobRead(nint blob, byte* destination, int length, int offset);

    [LibraryImport(Library, EntryPoint = "sqlite3_blob_close")]
    public static partial int BlobClose(nint blob);

    [LibraryImport(Library, EntryPoint = "sqlite3_backup_init", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint BackupInit(nint destination, string destinationSchema, nint source, string sourceSchema);

    [LibraryImport(Library, EntryPoint = "sqlite3_backup_step")]
    public static partial int BackupStep(nint backup, int pages);

    [LibraryImport(Library, EntryPoint = "sqlite3_backup_finish")]
    public static partial int BackupFinish(nint backup);

    /// <summary>Switches one of the connection's guards on or off.</summary>
    public static int Configure(nint database, int option, int value)
    {
        // The C function is variadic. Apple passes such arguments on the stack, so there the registers are filled up first.
        var applesConvention = RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            && !OperatingSystem.IsLinux() && !OperatingSystem.IsWindows();
        return applesConvention
            ? ConfigureOnStack(database, option, 0, 0, 0, 0, 0, 0, value, null)
            : ConfigureInRegisters(database, option, value, null);
    }

    /// <summary>Finds SQLite beside the program at once; the runtime's own search comes after and tries a hundred names first.</summary>
    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? path)
    {
        var file = OperatingSystem.IsWindows() ? $"{Library}.dll" : OperatingSystem.IsMacOS() ? $"lib{Library}.dylib" : $"lib{Library}.so";
        return library == Library && NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, file), out var handle) ? handle : 0;
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_db_config")]
    private static partial int ConfigureInRegisters(nint database, int option, nint value, int* result);

    [LibraryImport(Library, EntryPoint = "sqlite3_db_config")]
    private static partial int ConfigureOnStack(
        nint database, int option, nint unused2, nint unused3, nint unused4, nint unused5,
        nint unused6, nint unused7, nint value, int* result);
}
