using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bookstore.AspNetCore;

/// <summary>The time limits of the health checks of a shop, and its name in metrics. Of a changed configuration, what cannot be used leaves the last good limits in use: a slip there says nothing of the shop's health.</summary>
/// <param name="shop">The shop's name, where it has one.</param>
internal sealed class HealthLimits(string? shop)
{
    private volatile BookstoreApiOptions _good = new();
    private ApiMetrics? _metrics;

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

    /// <summary>The shop's instruments.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Reading options throws any exception of their sources.")]
    public ApiMetrics MetricsOf(IServiceProvider services)
    {
        try
        {
            return _metrics ??= MappedShop.MetricsOf(services, shop);
        }
        catch (Exception)
        {
            // A configuration of the shop that cannot be used: the check says what it finds under the name that the shop was added with.
            return new ApiMetrics(services.GetService<IMeterFactory>(), shop);
        }
    }
}
