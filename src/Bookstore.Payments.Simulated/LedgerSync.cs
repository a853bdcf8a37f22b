namespace Bookstore.Payments.Simulated;

/// <summary>When the file of the simulated gateway's ledger is synced to the disk. With each choice, a result is in the file before it is returned, and survives the end of the process.</summary>
public enum LedgerSync
{
    /// <summary>Before each answer, once for all calls that wait: answers survive a loss of power too.</summary>
    EachAnswer = 1,

    /// <summary>Once a second. A loss of power loses the answers of the last second, at most; the shop's orders are not among them.</summary>
    EverySecond = 2,
}
