using System.Net;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Bookstore.PublicApi.Tests;

/// <summary>A piece of C# in the documentation, and what the compiler says to it.</summary>
internal sealed record DocumentedCode(string Place, string Code)
{
    // What a reader has at hand where a piece of code does not make it itself.
    private const string Prelude = """
        #nullable enable
        using System; using System.Collections.Generic; using System.Globalization; using System.IO; using System.Linq; using System.Net; using System.Net.Http;
        using System.Runtime.CompilerServices; using System.Security.Cryptography; using System.Text; using System.Text.Json; using System.Threading; using System.Threading.Tasks;
        using Bookstore; using Bookstore.Client; using Bookstore.Contracts; using Bookstore.Onix; using Bookstore.Storage; using Bookstore.Testing; using Bookstore.Testing.Stores; using Xunit;
        using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Http; using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Hosting; using Microsoft.Extensions.Logging;

        """;

    private const string Given =
        "string[] args, IServiceCollection services, IServiceProvider provider, WebApplicationBuilder builder, IConfiguration configuration, " +
        "BookstoreClient client, IInventoryService inventory, IOrderWorkflow workflow, ISalesService sales, IDeliveryService deliveries, IBookstoreAudit audit, IRefundService refunds, IReturnService returns, IEventFeed feed, IEventConsumers consumers, " +
        "PlaceOrderRequest request, PlaceOrderBody body, Order order, Isbn isbn, Guid orderId, Guid cartId, Guid id, string json, string csv, CancellationToken cancellationToken";

    // What the documentation shows in one place and names in another.
    private static readonly Dictionary<string, string> NamedElsewhere = new(StringComparer.Ordinal)
    {
        ["MyGateway"] = "internal interface MyGateway : IPaymentGateway;",
        ["MyCourier"] = "internal sealed class MyCourier(IHttpClientFactory clients, byte[] webhookSecret) : ICourier { public string Name => $\"{clients}{webhookSecret}\"; public ValueTask<BookingResult> BookAsync(Delivery delivery, CancellationToken cancellationToken) => default; public ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken) => default; }",
        ["MyNotifications"] = "internal sealed class MyNotifications(IHttpClientFactory clients, byte[] secret, TimeProvider time) : INotificationSource { public string Source => $\"{clients}{secret}{time}\"; public NotificationReading Read(IncomingNotification request) => NotificationReading.Irrelevant; public ValueTask<Guid?> FindOrderAsync(Notification notification, CancellationToken cancellationToken) => default; }",
        ["MyStore"] = "internal interface MyStore : IBookstoreStore { static MyStore Open(string path) => throw new NotSupportedException(path); }",
    };

    private static readonly CSharpCompilationOptions Options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        .WithSpecificDiagnosticOptions([new("BOOKSTORE001", ReportDiagnostic.Suppress), new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Finds the fenced C# of a Markdown file.</summary>
    public static IEnumerable<DocumentedCode> In(string path)
    {
        var lines = File.ReadAllLines(path);
        for (var start = Array.IndexOf(lines, "```csharp"); start >= 0; start = Array.IndexOf(lines, "```csharp", start + 1))
        {
            var end = Array.IndexOf(lines, "```", start);
            var name = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
            yield return new DocumentedCode($"{name}:{start + 1}", string.Join('\n', lines[(start + 1)..end]));
        }
    }

    /// <summary>Finds the examples in the documentation comments of a source file.</summary>
    public static IEnumerable<DocumentedCode> InComments(string path)
    {
        var lines = File.ReadAllLines(path).Select(static line => line.Trim()).ToArray();
        for (var start = Array.IndexOf(lines, "/// <code>"); start >= 0; start = Array.IndexOf(lines, "/// <code>", start + 1))
        {
            var end = Array.IndexOf(lines, "/// </code>", start);
            var code = string.Join('\n', lines[(start + 1)..end].Select(static line => line[3..]));
            var name = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
            yield return new DocumentedCode($"{name}:{start + 1}", WebUtility.HtmlDecode(code));
        }
    }

    /// <summary>The compiler's errors: as a file of its own where the code declares types alone, as the body of a method otherwise.</summary>
    public IEnumerable<string> Errors()
    {
        var unit = SyntaxFactory.ParseCompilationUnit(Code);
        var isFile = unit.Members.All(static member => member is BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax);
        return Compile(Prelude + (isFile ? Code : Body(unit)) + Elsewhere(unit));
    }

    private static string Body(CompilationUnitSyntax unit)
    {
        var types = unit.Members.Where(static member => member is BaseTypeDeclarationSyntax);
        var statements = unit.Members.Where(static member => member is not BaseTypeDeclarationSyntax).Select(static member => member.ToFullString()).ToList();
        var made = unit.DescendantNodes().Select(NameOf).OfType<string>().ToHashSet();
        var given = Given.Split(", ").Where(parameter => !made.Contains(parameter.Split(' ')[1]));
        return $$"""
            {{string.Concat(unit.Usings)}}
            internal static class Example
            {
                internal static async Task RunAsync({{string.Join(", ", given)}})
                {
                    await Task.CompletedTask;
            {{string.Concat(statements)}}
                }
            }
            {{string.Concat(types)}}

            """;
    }

    private static string Elsewhere(CompilationUnitSyntax unit)
    {
        var declared = unit.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(static type => type.Identifier.Text).ToHashSet();
        return string.Concat(NamedElsewhere.Where(type => !declared.Contains(type.Key)).Select(static type => Environment.NewLine + type.Value));
    }

    private static string? NameOf(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.Text,
        SingleVariableDesignationSyntax designation => designation.Identifier.Text,
        ForEachStatementSyntax loop => loop.Identifier.Text,
        ParameterSyntax parameter => parameter.Identifier.Text,
        _ => null,
    };

    private static IEnumerable<string> Compile(string source) => CSharpCompilation
        .Create("Documentation", [CSharpSyntaxTree.ParseText(source)], References, Options)
        .GetDiagnostics()
        .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error || diagnostic.Id is "CS0618" or "CS8602" or "CS8604")
        .Select(static diagnostic => diagnostic.ToString());
}
