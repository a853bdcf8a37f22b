using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bookstore.Testing;

/// <summary>Checks that a shop keeps its promises. Needs no test framework: what is wrong is thrown.</summary>
public static class ShopAssert
{
    private const int MaxBacklog = 1_000;

    /// <summary>
    /// Checks the records (<see cref="IBookstoreAudit.VerifyAsync"/>), compares them with the gateway (<see cref="IBookstoreAudit.ReconcileAsync"/>), and
    /// sees that no order is pending, no payment action is pending and no courier has to be called, and that the feed of events has one for each change of each order.
    /// </summary>
    /// <param name="shop">The shop.</param>
    /// <param name="atRest">Whether the shop has nothing left to do, as after <see cref="TestShop.DrainAsync"/>. <see langword="false"/>: work that is left is no fault. Default <see langword="true"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends well when nothing is wrong.</returns>
    /// <exception cref="ShopAssertException">Something is wrong; it has every finding.</exception>
    public static Task InvariantsHoldAsync(TestShop shop, bool atRest = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shop);
        return InvariantsHoldAsync(shop.Services, atRest, cancellationToken);
    }

    /// <inheritdoc cref="InvariantsHoldAsync(TestShop, bool, CancellationToken)"/>
    /// <param name="services">The services of any shop, after <c>AddBookstore</c>.</param>
    /// <param name="atRest">Whether the shop has nothing left to do. Default <see langword="true"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task InvariantsHoldAsync(IServiceProvider services, bool atRest = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        var audit = services.GetRequiredService<IBookstoreAudit>();
        var findings = new List<AuditFinding>();
        await CollectAsync(audit.VerifyAsync, findings, cancellationToken).ConfigureAwait(false);
        await CollectAsync(audit.ReconcileAsync, findings, cancellationToken).ConfigureAwait(false);
        if (atRest)
        {
            findings.AddRange(await ShopBacklog.FindAsync(services, MaxBacklog, cancellationToken).ConfigureAwait(false));
            if (services.GetRequiredService<IOptions<BookstoreOptions>>().Value.Events.Enabled)
            {
                findings.AddRange(await ShopFeed.FindAsync(services, cancellationToken).ConfigureAwait(false));
            }
        }

        if (findings.Count > 0)
        {
            throw new ShopAssertException(findings);
        }
    }

    private static async Task CollectAsync(
        Func<AuditRequest?, CancellationToken, Task<AuditReport>> audit, List<AuditFinding> findings, CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var report = await audit(new AuditRequest { After = next, SecondLookAfter = TimeSpan.Zero }, cancellationToken).ConfigureAwait(false);
            findings.AddRange(report.Findings);
            next = report.Next;
        }
        while (next is not null);
    }
}
