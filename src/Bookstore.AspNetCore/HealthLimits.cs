using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Bookstore.AspNetCore;

/// <summary>The time limits of the health checks of a shop, and its name in metrics. Of a changed configuration, what cannot be used leaves the last good limits in use: a slip there says nothing of the shop's health.</summary>
/// <param name="shop">The shop's name, where it has one.</param>
internal sealed class HealthLimits(string? shop)
{
    private volatile BookstoreApiOptions _good = new();
    private volatile string? _tag;

    /// <summary>The limits to check with now.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Reading options throws any exception of their sources.")]
    [SuppressMessage("Roslynator", "RCS1075", Justification = "As above.")]
    public BookstoreApiOptions Read(IOptionsMonitor<BookstoreApiOptions> options)
    {
        try
        {
            var now = options.Get(shop);
            _good = BookstoreApiOptionsCheck.AreHealthLimits(now) ? now : _good;
        }
        catch (Exception)
        {
            // The registry of the clients reads the same options, and logs what is wrong with them.
        }

        return _good;
    }

    /// <summary>The shop's name in metrics, where it has one.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Reading options throws any exception of their sources.")]
    [SuppressMessage("Roslynator", "RCS1075", Justification = "As above.")]
    public string? TagOf(IServiceProvider services)
    {
        try
        {
            _tag = MappedShop.TagOf(services, shop);
        }
        catch (Exception)
        {
            // A changed configuration of the shop that cannot be used: the name stays.
        }

        return _tag ?? shop;
    }
}
