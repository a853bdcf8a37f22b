using Microsoft.Extensions.DependencyInjection;

namespace Bookstore;

/// <summary>What <c>AddBookstore</c> returns: the store, gateways and couriers of one shop are added to it.</summary>
public interface IBookstoreBuilder
{
    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }

    /// <summary>
    /// The shop's name, which is the key of its services and the name of its options; <see langword="null"/> for the shop of <c>AddBookstore()</c>, whose services have no key.
    /// </summary>
    /// <remarks>An extension registers with <c>Services.AddKeyedSingleton(Name, ...)</c> and <c>Services.AddOptions&lt;T&gt;(Name)</c>: both take <see langword="null"/> for no key and no name.</remarks>
    string? Name { get; }
}
