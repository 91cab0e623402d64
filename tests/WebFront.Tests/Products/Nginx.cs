using System.Diagnostics;
using System.Net.Sockets;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.WebFront.Tests.Products;

/// <summary>An nginx of the test's own before a front, set to nothing but <c>proxy_pass</c>.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly string folder;
    private readonly Process process;

    private Nginx(string folder, Process process, int port)
    {
        (this.folder, this.process) = (folder, process);
        Address = new($"http://127.0.0.1:{port}");
    }

    /// <summary>The program; null where there is none. Debian puts it where not every user's shell looks.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, "nginx")).FirstOrDefault(File.Exists);

    public Uri Address { get; }

    public static async Task<Nginx> StartAsync(Uri front)
    {
        var folder = Directory.CreateTempSubdirectory("flashflow-nginx-").FullName;
        var port = FreePort.Find();
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $$"""
            daemon off;
            master_process off;
            pid {{folder}}/nginx.pid;
            error_log stderr;
            events {}
            http {
              access_log off;
              client_body_temp_path {{folder}}/body;
              proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi;
              scgi_temp_path {{folder}}/scgi;
              server {
                listen 127.0.0.1:{{port}};
                location / { proxy_pass {{front.GetLeftPart(UriPartial.Authority)}}; }
              }
            }
            """);
        var start = new ProcessStartInfo(Program!, ["-p", folder, "-c", Path.Combine(folder, "nginx.conf")]) { RedirectStandardError = true };
        var nginx = new Nginx(folder, Process.Start(start)!, port);
        await Eventually.HoldsAsync("nginx to listen", () => nginx.ListensAsync(port));
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().Within("the end of nginx");
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<bool> ListensAsync(int port)
    {
        if (process.HasExited)
            throw new InvalidOperationException($"nginx ended: {await process.StandardError.ReadToEndAsync()}");
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
