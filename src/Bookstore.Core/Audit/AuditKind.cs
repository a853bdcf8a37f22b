namespace Bookstore;

/// <summary>What an audit checks. The numbers are stored: they never change their meaning.</summary>
public enum AuditKind
{
    /// <summary>The shop's own records, see <see cref="IBookstoreAudit.VerifyAsync"/>.</summary>
    Verification = 1,

    /// <summary>The orders against the gateways, see <see cref="IBookstoreAudit.ReconcileAsync"/>.</summary>
    Reconciliation = 2,
}
