using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Samples;

/// <summary>The shop whose catalogue is kept: its services without its background work.</summary>
internal static class Shop
{
    public static ServiceProvider Open(string database, bool otherArticles)
    {
        var services = new ServiceCollection();
        services.AddBookstore(options => options.OtherArticles = otherArticles).UseSqlite(new DbConnectionStringBuilder { ["Data Source"] = database }.ConnectionString).AddOnix();
        return services.BuildServiceProvider();
    }
}
