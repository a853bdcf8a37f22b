using Microsoft.Extensions.Options;

namespace Bookstore.Identity;

/// <summary>An identity server for a shop on one machine.</summary>
internal static class Program
{
    private const string Usage = """
        Usage: dotnet run --project samples/Bookstore.Identity -- [--Section:Option VALUE ...]

          --urls ADDRESS                           where to listen (http://localhost:5002)
          --Identity:Clients:NAME:SecretHash TEXT  the SHA-256 of a client's secret
          --Identity:Clients:NAME:Scopes:0 ROLE    what it may do, such as orders.write
          --Identity:Clients:NAME:Audience TEXT    which API its tokens are for (bookstore)
          --Identity:TokenLifetime TIME            how long a token holds (00:30:00)

        In Development, without clients of your own, there are web-shop and warehouse, whose secrets are in docs/identity.md.
        """;

    public static async Task<int> Main(string[] args)
    {
        if (args.Any(static word => word is "--help" or "-h"))
        {
            Console.WriteLine(Usage);
            return 0;
        }

        try
        {
            await using var app = IdentityServer.Build(args);
            await app.RunAsync();
            return 0;
        }
        catch (OptionsValidationException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }
}
