using Microsoft.Extensions.DependencyInjection;

namespace Bookstore;

internal sealed class BookstoreBuilder(IServiceCollection services, string? name) : IBookstoreBuilder
{
    public IServiceCollection Services { get; } = services;

    public string? Name { get; } = name;
}
