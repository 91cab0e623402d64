using FlashFlow.Baselines;

// What the bench holds the engine against: a POST that does nothing, the sale that people write first, in plain SQL, and the Node.js original.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Error).AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None); // as the front does
builder.WebHost
    .ConfigureKestrel(kestrel => kestrel.AddServerHeader = false)
    .UseSockets(sockets => (sockets.UnsafePreferInlineScheduling, sockets.WaitForDataBeforeAllocatingBuffer) = (true, false));
builder.Services.AddSingleton<SqlShop>().AddSingleton<OriginalShop>();

var app = builder.Build();
app.MapPost("/noop", (RequestDelegate)(_ => Task.CompletedTask));
app.MapPost("/v1/{signal}", (RequestDelegate)(context => context.Request.Body.CopyToAsync(Stream.Null))); // a collector of telemetry that swallows
app.MapSql();
app.MapOriginal();
app.MapGet("/health/ready", async (SqlShop sql, OriginalShop original) => await Task.WhenAll(sql.PrepareAsync(), original.PrepareAsync()));
await app.RunAsync();
