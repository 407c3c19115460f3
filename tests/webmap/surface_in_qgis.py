"""Run by the system's Python, which knows QGIS: open a surface, style it, and draw it.

Arguments: where to save the picture, the style, the surface.
"""

import json
import sys

from qgis.core import QgsApplication, QgsMapRendererSequentialJob, QgsMapSettings, QgsRasterLayer
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

picture, style, path = sys.argv[1:]
application = QgsApplication([], False)
application.initQgis()
layer = QgsRasterLayer(path, "surface")
said, done = layer.loadNamedStyle(style)
settings = QgsMapSettings()
settings.setLayers([layer])
settings.setBackgroundColor(QColor("white"))
settings.setDestinationCrs(layer.crs())
settings.setExtent(layer.extent())
settings.setOutputSize(QSize(400, 400))
job = QgsMapRendererSequentialJob(settings)
job.start()
job.waitForFinished()
image = job.renderedImage()
image.save(picture)
provider = layer.dataProvider()
told = {
    "valid": layer.isValid(),
    "crs": layer.crs().authid(),
    "styled": done,
    "nodata": provider.sourceNoDataValue(1),
    "band": layer.bandName(1),
    "greatest": provider.bandStatistics(1).maximumValue,
    "colours": sorted({image.pixelColor(x, y).name() for x in range(400) for y in range(400)}),
}
print(json.dumps(told), flush=True)
