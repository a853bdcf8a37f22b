namespace Bookstore.Payments.Simulated;

/// <summary>What can be wrong with a ledger's file, in words that say what to do.</summary>
internal static class LedgerFaults
{
    private const string Elsewhere = "or set SimulatedPaymentGatewayOptions.LedgerPath to another file";

    public static BookstoreException CannotOpen(string path, Exception exception)
    {
        if (Directory.Exists(path))
        {
            return new BookstoreException($"The payment ledger '{path}' is a directory. Remove it, {Elsewhere}.", exception);
        }

        return exception is DirectoryNotFoundException
            ? new BookstoreException($"The folder of the payment ledger '{path}' does not exist. Create it, {Elsewhere}.", exception)
            : new BookstoreException($"The payment ledger '{path}' cannot be opened: {exception.Message} Let this process write to the file and its folder, {Elsewhere}.", exception);
    }

    public static BookstoreException CannotUse(string path, Exception exception) =>
        new($"The payment ledger '{path}' cannot be used: {exception.Message} Free the disk, and let this process write to the file and its folder.", exception);

    public static BookstoreException Lost(string path, Exception? exception) =>
        new($"The payment ledger '{path}' was moved, deleted or replaced while in use. Stop all hosts that use it, put the file back, and start them again; a new file would forget which orders were charged.", exception);

    public static BookstoreException NotALedger(string path) =>
        new($"The file '{path}' is no payment ledger, and was left as it is. Move it away, {Elsewhere}.");

    public static BookstoreException Damaged(string path, long line) =>
        new($"Line {line} of the payment ledger '{path}' is damaged. Restore the file from a copy; a new file would forget which orders were charged.");
}
