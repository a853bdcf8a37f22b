using System.Runtime.InteropServices;

namespace Bookstore.PostgreSql;

/// <summary>Signals to other processes.</summary>
internal static partial class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Continue = 18;
    public const int Stop = 19;

    public static void Send(int processId, int signal) => _ = SendCore(processId, signal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendCore(int processId, int signal);
}
