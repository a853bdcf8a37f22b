namespace Bookstore.Samples;

/// <summary>The console at <c>/console</c>.</summary>
internal static class ConsoleSetup
{
    private const string EnabledKey = "Bookstore:Console:Enabled";

    /// <summary>Whether the console is there: in Development, or where it is asked for.</summary>
    public static bool HasConsole(this WebApplication app) => app.Configuration.GetValue(EnabledKey, app.Environment.IsDevelopment());

    public static void MapConsole(this WebApplication app)
    {
        if (app.HasConsole())
        {
            app.MapBookstoreConsole("/console");
        }
    }
}
