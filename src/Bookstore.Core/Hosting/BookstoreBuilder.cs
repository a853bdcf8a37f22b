using Microsoft.Extensions.DependencyInjection;

namespace Bookstore;

internal sealed class BookstoreBuilder(IServiceCollection services) : IBookstoreBuilder
{
    public IServiceCollection Services { get; } = services;
}
