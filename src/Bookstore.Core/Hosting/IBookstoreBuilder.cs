using Microsoft.Extensions.DependencyInjection;

namespace Bookstore;

/// <summary>What <c>AddBookstore()</c> returns: stores, gateways and couriers are added to it.</summary>
public interface IBookstoreBuilder
{
    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }
}
