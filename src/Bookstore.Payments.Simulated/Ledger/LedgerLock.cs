using Microsoft.Win32.SafeHandles;

namespace Bookstore.Payments.Simulated;

/// <summary>Lets one process at a time at the ledger. The operating system takes the lock back from a process that dies.</summary>
/// <remarks>
/// Who comes waits for the turn first and then for the lock, and gives the turn back when it has the lock; so a busy process cannot
/// take the lock again and again while another one waits. An open file that is not shared is the one lock that all platforms have.
/// </remarks>
internal sealed class LedgerLock(string ledgerPath)
{
    // Nearly every attempt is followed by a pause of a millisecond or more.
    private const int MaxAttempts = 20_000;

    private readonly string _turnPath = ledgerPath + ".turn";
    private readonly string _lockPath = ledgerPath + ".lock";

    /// <summary>Waits for the lock; disposing of the handle gives it back.</summary>
    /// <exception cref="BookstoreException">It was not to be had.</exception>
    public SafeFileHandle Acquire()
    {
        using var turn = Open(_turnPath);
        return Open(_lockPath);
    }

    private static SafeFileHandle Open(string path)
    {
        var pause = default(SpinWait);
        var mode = FileMode.Open;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            try
            {
                return File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.None);
            }
            catch (FileNotFoundException)
            {
                PrivateFile.MakeIfMissing(path);
                mode = FileMode.OpenOrCreate;
            }
            catch (IOException exception) when (IsInUse(exception))
            {
                pause.SpinOnce();
            }
        }

        throw new BookstoreException($"The payment ledger is locked by another process for too long: '{path}' is in use. End or resume the process that hangs.");
    }

    // Windows: sharing and lock violations; Linux and macOS: EAGAIN of flock.
    private static bool IsInUse(IOException exception) => (exception.HResult & 0xFFFF) switch
    {
        32 or 33 => OperatingSystem.IsWindows(),
        11 => OperatingSystem.IsLinux(),
        35 => OperatingSystem.IsMacOS(),
        _ => false,
    };
}
